import Glibc
import LogariumStatistics

extension SQLFunction {
    /// Elementary functions that keep their digits in the tails, which SQLite lacks.
    static let transformations: [SQLFunction] = [
        numeric(
            "log1p", [SQLArgument("x", "at least -1")], "ln(1 + x), accurate for small x.",
            null: "x is below -1", source: "C library"
        ) { log1p($0[0]) },
        numeric(
            "expm1", [SQLArgument("x", "any")], "exp(x) - 1, accurate for small x.", source: "C library"
        ) { expm1($0[0]) },
        numeric(
            "softplus", [SQLArgument("x", "log-odds, natural; may be infinite")],
            "ln(1 + exp(x)), accurate in both tails: softplus(-logodds) is -ln p of the matching side, in nats.",
            source: "log1p of the C library"
        ) { LogOdds($0[0]).nllOther },
        numeric(
            "logistic", [SQLArgument("x", "log-odds, natural; may be infinite")],
            "1 / (1 + exp(-x)): the probability of log-odds x.", source: "exp of the C library"
        ) { LogOdds($0[0]).probability },
    ]
}
