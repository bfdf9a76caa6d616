/// What the names of lm-evaluation-harness's files say.
struct LMEvalFileName: Equatable {
    enum Role: Equatable { case results, samples }

    var role: Role
    /// The task of a samples file, with its group in front in 0.5 (`toy_bin::toy_bin_p0`).
    var task: String?
    /// All files of one run share it: the only link between them. Nil in 0.4.0–0.4.2.
    var timestamp: String?

    /// - Parameter name: the last part of the path, without a suffix of compression.
    init?(_ name: String) {
        if let stem = Self.stem(ofSamples: name) {
            role = .samples
            timestamp = Self.timestamp(endOf: stem)
            task = timestamp.map { String(stem.dropLast($0.count + 1)) } ?? String(stem)
        } else if name.hasSuffix(".json") {
            let stem = name.dropLast(5)
            role = .results
            timestamp = Self.timestamp(endOf: stem)
            guard timestamp != nil || stem.hasPrefix("results") else { return nil }
        } else {
            return nil
        }
    }

    /// The task and the timestamp of a samples file's name; June 2024's versions write `.json`, always with a timestamp.
    private static func stem(ofSamples name: String) -> Substring? {
        guard name.hasPrefix("samples_") else { return nil }
        if name.hasSuffix(".jsonl") { return name.dropFirst(8).dropLast(6) }
        guard name.hasSuffix(".json") else { return nil }
        let stem = name.dropFirst(8).dropLast(5)
        return timestamp(endOf: stem) == nil ? nil : stem
    }

    /// `re.sub("/|=", "__", model_args)`: what 0.4.0–0.4.2 put before `_<task>.jsonl`.
    static func oldPrefix(modelArguments: String) -> String {
        modelArguments.flatMap { $0 == "/" || $0 == "=" ? "__" : String($0) }.map(String.init).joined()
    }

    /// `2026-11-21T09-06-22.033874` after an underscore; without the fraction when it was 0.
    private static func timestamp(endOf stem: Substring) -> String? {
        guard let mark = stem.lastIndex(of: "_") else { return nil }
        let text = String(stem[stem.index(after: mark)...])
        let pattern = Array("0000-00-00T00-00-00".utf8)
        let bytes = Array(text.utf8)
        guard bytes.count >= pattern.count else { return nil }
        let matches = zip(bytes, pattern).allSatisfy { $1 == 0x30 ? (0x30...0x39).contains($0) : $0 == $1 }
        let fraction = bytes.dropFirst(pattern.count)
        let isFraction =
            fraction.isEmpty
            || fraction.first == UInt8(ascii: ".") && fraction.count > 1
                && fraction.dropFirst().allSatisfy { (0x30...0x39).contains($0) }
        return matches && isFraction ? text : nil
    }
}
