/// What the names in use for checkpoints give away: steps, tokens, seeds, stages.
///
/// The rules are those of `formats/checkpoint_names.py` (36 names seen in the wild). A name is a guess:
/// whatever comes from here is marked inferred.
public struct CheckpointName: Sendable, Equatable {
    public enum Unit: String, Sendable {
        case step, iter
        /// A running number of the checkpoint: not a step.
        case checkpointIndex = "ckpt_index"
        case epoch
    }

    public var unit: Unit?
    /// In `unit`s; epochs may be fractions.
    public var value: Double?
    public var tokens: Int?
    /// Digits or `default`.
    public var seed: String?
    public var stage: Int?

    /// Steps of reinforcement learning or preference tuning that stand beside a training step: `step2000-rlhf50`.
    public var rlhfStep: Int?
    /// What may be taken out of a name as a coordinate.
    public enum Part: Sendable, Hashable { case step, tokens, seed, rlhfStep }

    private let name: String
    /// As long as `name`, with what is no coordinate blanked out.
    private let text: String
    private var places: [Part: Range<String.Index>] = [:]

    /// - Parameter name: a revision, a subfolder, a path or a model's name; the right-most match counts.
    public init(parsing name: String) {
        let name = NamePath.normalized(name)
        // Digits of a hash or a date are nobody's step.
        let text = NamePath.withoutIdentifiers(name)
        (self.name, self.text) = (name, text)
        for (unit, pattern) in Self.unitPatterns {
            guard let match = pattern.matches(in: text).last, let place = pattern.places(in: text).last,
                let digits = match[1], var value = Double(digits)
            else { continue }
            switch match.count > 2 ? match[2]?.lowercased() : nil {
            case "k": value *= 1e3
            case "m": value *= 1e6
            default: break
            }
            self.unit = unit
            self.value = value
            if unit == .step || unit == .iter, Int(exactly: value) != nil { places[.step] = place }
            break
        }
        if let match = Self.tokens.matches(in: text).first, let digits = match[1],
            let amount = Double(digits), let scale = match[2]
        {
            tokens = Int(exactly: (amount * (scale == "M" ? 1e6 : scale == "B" ? 1e9 : 1e12)).rounded())
            if tokens != nil { places[.tokens] = Self.tokens.places(in: text).first }
        }
        seed = Self.seed.matches(in: text).first?[1]
        if seed.flatMap({ Int($0) }) != nil { places[.seed] = Self.seed.places(in: text).first }
        if let steps = (Self.rlhfSteps.matches(in: text).last?[1]).flatMap({ Int($0) }) {
            rlhfStep = steps
            places[.rlhfStep] = Self.rlhfSteps.places(in: text).last
        }
        stage = (Self.stage.matches(in: text).first?[1]).flatMap { Int($0) }
    }

    /// The name without what became a coordinate: `lab/alpha` of `lab/alpha-step100`. Names whose remainders differ are
    /// never one model.
    public func remainder(without parts: Set<Part>) -> String {
        NamePath.removing(places.filter { parts.contains($0.key) }.map(\.value), of: text, from: name)
    }

    /// Steps of an optimizer, where the name gives a whole number of them.
    public var step: Int? {
        guard unit == .step || unit == .iter, let value else { return nil }
        return Int(exactly: value)
    }

    /// Whether the name says that its steps are of reinforcement learning or preference tuning.
    public static func namesRLHF(_ name: String) -> Bool { rlhf.matches(in: name).isEmpty == false }

    /// Parameter counts that the name states (`1.4b`, `70m`, `1b7` = 1.7 B), left to right.
    public static func sizes(in name: String) -> [Int] {
        size.matches(in: NamePath.withoutIdentifiers(NamePath.normalized(name))).compactMap { match in
            guard let whole = match[1], let scale = match[2]?.lowercased() else { return nil }
            let text = match[3].map { "\(whole).\($0)" } ?? whole
            guard let number = Double(text) else { return nil }
            let count = (number * (scale == "m" ? 1e6 : 1e9)).rounded()
            return count <= largestSize ? Int(exactly: count) : nil
        }
    }

    /// A glob for the models that are called like this one but for their size: `EleutherAI/pythia-*-deduped`; nil
    /// without one size.
    public static func family(of name: String) -> String? {
        guard sizes(in: name).count == 1, let place = size.places(in: name).first else { return nil }
        return name.replacingCharacters(in: place, with: "*")
    }

    /// A hundred trillion parameters: more is no size.
    private static let largestSize = 1e14

    private static let unitPatterns: [(Unit, NamePattern)] = [
        (
            .step,
            NamePattern(
                #"(?:^|[^A-Za-z])(?:global[_-]?)?step[_-]?(\d+(?:\.\d+)?)(k|m)?(?![\dA-Za-z.])"#,
                ignoringCase: true)
        ),
        (.step, NamePattern(#"(?:^|[^A-Za-z])checkpoint[_-](\d+)step(?![A-Za-z0-9])"#, ignoringCase: true)),
        (.step, NamePattern(#"(?:^|[^A-Za-z])checkpoint[_-](\d+)(?![A-Za-z0-9])"#, ignoringCase: true)),
        (.iter, NamePattern(#"(?:^|[^A-Za-z])iter[_-](\d+)(?![A-Za-z0-9])"#, ignoringCase: true)),
        (.checkpointIndex, NamePattern(#"(?:^|[^A-Za-z])ckpt[_-](\d+)(?![A-Za-z0-9])"#, ignoringCase: true)),
        (.epoch, NamePattern(#"(?:^|[^A-Za-z])epoch[_-](\d+(?:\.\d+)?)(?![A-Za-z0-9])"#, ignoringCase: true)),
    ]
    private static let tokens = NamePattern(#"(?:tokens?[_-]?|(?<=k-))(\d+(?:\.\d+)?)([MBT])(?![A-Za-z0-9])"#)
    private static let seed = NamePattern(#"(?:^|[^A-Za-z])seed[_-]?(\d+|default)(?![A-Za-z0-9])"#)
    private static let rlhfSteps = NamePattern(
        #"(?:^|[^A-Za-z])rlhf[_-]?(?:step[_-]?)?(\d+)(?![A-Za-z0-9])"#, ignoringCase: true)
    private static let stage = NamePattern(#"(?:^|[^A-Za-z])stage[_-]?(\d+)(?:-ingredient(\d+))?"#)
    private static let size = NamePattern(#"(?:^|[-_/])(\d+(?:\.\d+)?)([mMbB])(\d{1,2})?(?=$|[-_/.:])"#)
    private static let rlhf = NamePattern(
        #"(?:^|[^A-Za-z])(rlhf|ppo|grpo|rlvr|dpo|rloo)(?![A-Za-z])"#, ignoringCase: true)
}
