# Makes respondents.csv: people of an invented city who answered an invented survey. Run: Rscript inputs.R > respondents.csv
set.seed(20260917)
n <- 360
stratum <- sample(c("east", "north", "south", "west"), n, replace = TRUE, prob = c(4, 3, 2, 1))
clusters <- c(east = 14, north = 11, south = 8, west = 3)
cluster <- paste0(substr(stratum, 1, 1), sapply(stratum, function(s) sample(clusters[[s]], 1)))
people <- c(east = 900, north = 5200, south = 310, west = 2400)
blocks <- c(east = 40, north = 300, south = 10, west = 25)
mood <- rnorm(200)[as.integer(factor(cluster))]
score <- pmin(5, pmax(1, round(3.2 + 0.6 * mood + rnorm(n))))
# A part of the south thinks alike, and nobody of the west lives in the domain "c".
domain <- ifelse(stratum == "west", sample(c("a", "b"), n, TRUE), sample(c("a", "b", "c"), n, TRUE, c(6, 3, 1)))
score[domain == "b" & stratum == "south"] <- 4
answer <- ifelse(runif(n) < 0.08, 9, score)
items <- sapply(1:4, function(i) pmin(5, pmax(1, round(score + rnorm(n, sd = 0.4 + 0.3 * i)))))
colnames(items) <- paste0("item", 1:4)
age <- sample(c("18-34", "35-64", "65+"), n, TRUE, c(2, 5, 4))
data <- data.frame(
  stratum, cluster, people = people[stratum], blocks = blocks[stratum],
  weight = round(people[stratum] / ave(rep(1, n), stratum, FUN = sum) * exp(rnorm(n, sd = 0.4)), 3),
  domain, answer, items, agesex = paste(age, sample(c("f", "m"), n, TRUE, c(6, 4))),
  area = sample(paste0("d", 1:5), n, TRUE, c(5, 3, 3, 2, 1)),
  tenure = sample(c("own", "rent", "unstated"), n, TRUE, c(6, 5, 1)))
write.csv(data, row.names = FALSE, quote = FALSE)
