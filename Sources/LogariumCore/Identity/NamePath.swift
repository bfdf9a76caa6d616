/// Names as paths: spelled one way, with what is no name blanked out.
enum NamePath {
    /// One spelling for what names one directory: slashes forward and single, none at the end, no `.` component;
    /// the scheme of a URL stays.
    static func normalized(_ name: String) -> String {
        var rest = name.replacing("\\", with: "/")[...]
        var head = ""
        if let scheme = rest.firstRange(of: "://"), !rest[..<scheme.lowerBound].contains("/") {
            head = String(rest[..<scheme.upperBound])
            rest = rest[scheme.upperBound...]
        } else if rest.hasPrefix("/") {
            head = "/"
        }
        let components = rest.split(separator: "/", omittingEmptySubsequences: true).filter { $0 != "." }
        return components.isEmpty ? name : head + components.joined(separator: "/")
    }

    /// The name with UUIDs, hashes and dates written as as many `x`: their digits count nothing.
    static func withoutIdentifiers(_ name: String) -> String {
        var text = name
        for pattern in identifiers {
            for place in pattern.places(in: text).reversed() {
                text.replaceSubrange(place, with: String(repeating: "x", count: text[place].count))
            }
        }
        return text
    }

    /// The name without some places of it, each with one of the separators around it, and without emptied components.
    ///
    /// - Parameters:
    ///   - places: places of `text`.
    ///   - text: as many characters as the name has.
    static func removing(_ places: [Range<String.Index>], of text: String, from name: String) -> String {
        var kept = Array(name)
        for place in places.sorted(by: { $0.lowerBound > $1.lowerBound }) {
            var first = text.distance(from: text.startIndex, to: place.lowerBound)
            var last = text.distance(from: text.startIndex, to: place.upperBound)
            guard first < last, last <= kept.count else { continue }
            while first > 0, separators.contains(kept[first - 1]) { first -= 1 }
            if first == 0 || kept[first - 1] == "/" {
                while last < kept.count, separators.contains(kept[last]) { last += 1 }
            }
            kept.removeSubrange(first..<last)
        }
        let rest = String(kept)
        return rest.allSatisfy { $0 == "/" } ? "" : normalized(rest)
    }

    private static let separators: Set<Character> = ["-", "_", "."]
    private static let identifiers = [
        NamePattern(
            #"(?<![0-9A-Za-z])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![0-9A-Za-z])"#,
            ignoringCase: true),
        NamePattern(
            #"(?<![0-9A-Za-z])(?=[a-f]*[0-9])(?=[0-9]*[a-f])[0-9a-f]{7,}(?![0-9A-Za-z])"#, ignoringCase: true),
        // Dates, with or without a time: 2024-07-24T12-00-00, 20240724.
        NamePattern(
            #"(?<!\d)(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"#
                + #"(?:[T_ -]\d\d[-:.]?\d\d(?:[-:.]?\d\d)?)?(?!\d)"#
        ),
        NamePattern(#"(?<!\d)20[0-4]\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)"#),
    ]
}
