# Prints distributions.json: quantiles and probabilities at ordinary and extreme parameters, by R. Run: Rscript distributions.R > distributions.json
number <- function(x) ifelse(is.finite(x), sprintf("%.17g", x), sprintf("\"%s\"", ifelse(x > 0, "Infinity", "-Infinity")))
rows <- function(name, data) {
  lines <- do.call(paste, c(lapply(data, number), sep = ", "))
  cat(sprintf("  \"%s\": [\n    [%s]\n  ]", name, paste(lines, collapse = "],\n    [")))
}
shapes <- c(1e-3, 0.05, 0.5, 0.9, 1, 1.5, 3, 12.25, 80, 750, 2e4, 1e6)
# Quantiles away from 0 and 1, of every pair of shapes.
beta <- expand.grid(p = c(1e-8, 0.005, 0.025, 0.3, 0.5, 0.975, 0.9995), a = shapes, b = shapes)
beta$x <- suppressWarnings(qbeta(beta$p, beta$a, beta$b))
# R's own answer is kept only where its probability of it is what was asked for.
good <- beta$x > 1e-200 & beta$x < 1 - 1e-9 & abs(pbeta(beta$x, beta$a, beta$b) / beta$p - 1) < 1e-11
beta <- beta[good, ]
lower <- expand.grid(scale = c(0.2, 0.9, 1, 1.05, 3), a = shapes, b = shapes)
lower$x <- pmin(lower$scale * lower$a / (lower$a + lower$b), 1 - (lower$b / (lower$a + lower$b)) / lower$scale / 2)
lower <- lower[lower$x > 0 & lower$x < 1, ]
lower$p <- pbeta(lower$x, lower$a, lower$b)
lower <- lower[lower$p > 1e-250, c("x", "a", "b", "p")]
t <- expand.grid(p = c(1e-10, 0.005, 0.025, 0.05, 0.4, 0.7, 0.975, 0.9999), df = c(0.5, 1, 1.5, 2, 3, 7.3, 8, 30, 197, 5000, 1e6, 1e9, Inf))
t$t <- qt(t$p, t$df)
tail <- expand.grid(t = c(-30, -4, -1.96, -0.3, 0, 0.001, 2, 5), df = c(0.5, 1, 2.5, 8, 40, 3000, 1e7, Inf))
tail$p <- pt(tail$t, tail$df)
z <- data.frame(z = c(-37, -20, -8, -5, -3.0001, -3, -2.9999, -1.96, -1, -0.1, -1e-6, 0, 1e-6, 0.4, 1.5, 2.5, 3, 5, 8))
z$p <- pnorm(z$z)
q <- data.frame(p = c(1e-300, 1e-50, 1e-15, 1e-5, 0.0013, 0.025, 0.066, 0.068, 0.2, 0.45, 0.4999999, 0.5, 0.51, 0.8, 0.975, 0.9999, 1 - 1e-12))
q$z <- qnorm(q$p)
cat("{\n"); rows("betaQuantile", beta); cat(",\n"); rows("incompleteBeta", lower); cat(",\n")
rows("studentTQuantile", t); cat(",\n"); rows("studentTProbability", tail); cat(",\n")
rows("normalProbability", z); cat(",\n"); rows("normalQuantile", q); cat(",\n")
p <- c(0.03, 0.0004, 0.2, 0.011, 0.011, 0.76, 0.049, 1, 0.0009, 0, 0.5)
rows("adjusted", data.frame(p = p, holm = p.adjust(p, "holm"), bh = p.adjust(p, "BH"))); cat("\n}\n")
