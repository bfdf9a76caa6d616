/// A metric of the trend queries, in words and on a scale.
struct MetricText {
    /// As the warehouse calls it: `logodds`, `p_match`, `credit`, `nll`, …
    let name: String

    init(_ name: String) { self.name = name }

    var title: String {
        switch name {
        case "logodds": "mean log-odds (nats)"
        case "p_match": "mean probability"
        case "credit": "fraction exceeding (share of items where it wins)"
        case "nll": "mean −ln p (nats)"
        case "nll_raw": "mean −ln p of the text (nats)"
        case "choice_mass": "mean probability of all choices together"
        default: name
        }
    }

    /// Between 0 and 1.
    var isProbability: Bool {
        name == "choice_mass" || name.hasPrefix("p_match") || name.hasPrefix("credit")
    }

    var format: NumberText { isProbability ? .probability : .short }

    /// A scale that holds the values: the whole of 0 to 1 for probabilities, so that charts can be compared.
    func scale(_ values: [Double]) -> Scale {
        isProbability ? .probability : .linear(around: values, including: name == "logodds" ? [0] : [])
    }

    /// Where the behavior and its opposite are as likely.
    var evenRule: [Mark] {
        if name == "logodds" { return [.rule(Rule(.y(0), label: "even"))] }
        return isProbability && name != "choice_mass" ? [.rule(Rule(.y(0.5), label: "50 %"))] : []
    }
}
