/// A query as Logarium runs it: with heavy steps of `queries/native/` in place of those that step through responses.
///
/// What stands between two comments, `-- Heavy step:` and `-- Heavy step ends.`, is replaced by what stands there in
/// the native file of the same name. A query with the comment `-- Lines:` gets the lines of `lines.sql` there.
struct NativeText {
    let sql: String

    /// Nil where the query has no heavy step but its own.
    init?(name: String, sql: String) {
        var text = sql
        if let own = Self.heavyStep(of: text), let other = Self.nativeStep(name) {
            text = text[..<own.lowerBound] + other + text[own.upperBound...]
        }
        if let place = text.utf8[...].firstRange(of: "-- Lines:"), let lines = Self.lines {
            text = text[..<place.lowerBound] + lines + text[place.lowerBound...]
        }
        guard text != sql else { return nil }
        self.sql = text
    }

    private static func heavyStep(of sql: String) -> Range<String.Index>? {
        guard let start = sql.utf8[...].firstRange(of: "-- Heavy step:"),
            let end = sql.utf8[start.upperBound...].firstRange(of: "-- Heavy step ends.")
        else { return nil }
        return start.lowerBound..<end.lowerBound
    }

    /// With the comma that leads on.
    private static func nativeStep(_ name: String) -> String? {
        guard let file = QueryCatalog.files(in: "native").first(where: { $0.name == name }),
            let step = heavyStep(of: file.text)
        else { return nil }
        var text = String(file.text[step])
        while text.last?.isWhitespace == true { text.removeLast() }
        return text + ",\n\n"
    }

    /// A common table stands before a view of the same name, for the view's own text too.
    private static let lines: String? = {
        guard let step = nativeStep("lines"), let line = SchemaView.named("trend_line")?.select else {
            return nil
        }
        return step + "trend_line AS (\n\(line)\n),\n\n"
    }()
}
