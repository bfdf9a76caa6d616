import Glibc
import LogariumStatistics

extension SQLFunction {
    /// Elementary functions that keep their digits in the tails, which SQLite lacks.
    static let transformations: [SQLFunction] = [
        numeric("log1p", ["x"], "ln(1 + x), accurate for small x; NULL for x < -1.") { log1p($0[0]) },
        numeric("expm1", ["x"], "exp(x) - 1, accurate for small x.") { expm1($0[0]) },
        numeric(
            "softplus", ["x"],
            "ln(1 + exp(x)), accurate in both tails: softplus(-logodds) is the normalised loss in nats."
        ) { LogOdds($0[0]).nllOther },
        numeric("logistic", ["x"], "1 / (1 + exp(-x)): the probability of log-odds x.") {
            LogOdds($0[0]).probability
        },
    ]
}
