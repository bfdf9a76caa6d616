import LogariumCore

/// A format that is known and not read: told by its name, not as "unknown".
struct UnreadFormat: Error, Equatable {
    /// Which version of which program wrote it.
    var name: String
    /// What it does not say, and nothing can make up.
    var lacking: String
    var remedy: String

    func error(of location: SourceLocation) -> SourceError {
        SourceError(
            path: location.description, reason: "is \(name), known but not read: \(lacking)", remedy: remedy)
    }
}
