import GRDB
import LogariumCore
import LogariumText

/// An example as the store knows it: enough to derive a response from its log-probs.
struct KnownExample {
    let id: Int64
    let matching: [Int]?
    let matchingSource: MatchingSource
}

/// Finds examples by their content, and stores new ones.
final class ExampleWriter {
    private let db: Database
    private let keepsText: Bool
    private let cache: ExampleCache
    private let lookup: PreparedStatement
    /// What waits here is in the cache.
    let insertion: BulkInsertion
    /// Of the next new example.
    private var nextID: Int64
    /// What was looked for last, nil where it is not in the warehouse: a sink is asked twice for every sample.
    private var last: (task: Int64, hash: Hash128, example: KnownExample?)?
    private var matchingByText: [String: [Int]] = [:]

    /// - Parameter nextID: ids from here on are free.
    init(_ db: Database, keepsText: Bool, cache: ExampleCache, nextID: Int64) throws {
        self.db = db
        self.cache = cache
        self.keepsText = keepsText
        self.nextID = nextID
        lookup = try PreparedStatement(
            db,
            """
            SELECT example_id, matching, matching_source FROM example WHERE task_id = ? AND content_hash = ?
            """)
        insertion = try BulkInsertion(
            db, into: "example",
            [
                "task_id", "content_hash", "item_hash", "copy", "doc_id", "name", "n_choices", "matching",
                "matching_source", "stated_matching", "stated_matching_source", "cluster", "declared_cluster",
                "question_hash", "subset", "truth", "stated_fields", "choices", "choice_chars",
                "choice_bytes",
                "prompt", "document", "example_id", "cluster_source",
            ], capacity: 8)
    }

    func find(task: Int64, hash: Hash128) throws -> KnownExample? {
        if let last, last.hash == hash, last.task == task { return last.example }
        let example = try cache[task, hash] ?? lookUp(task: task, hash: hash)
        last = (task, hash, example)
        return example
    }

    private func lookUp(task: Int64, hash: Hash128) throws -> KnownExample? {
        lookup.bind(1, task)
        lookup.bind(2, hash.description)
        let found = try lookup.firstRow { row in
            KnownExample(
                id: row.int64(0), matching: row.text(1).map(matching(from:)),
                matchingSource: row.text(2).flatMap(MatchingSource.init) ?? .none)
        }
        if let found { try note(found, task: task, hash: hash) }
        return found
    }

    /// Looks everything up again: examples have changed.
    func forget() {
        last = nil
        cache.forget()
    }

    /// Stores the examples that wait.
    func flush() throws { try insertion.flush() }

    /// Stores a new example; its cluster is its own until `ClusterAssignment` has seen the whole task.
    /// The row may wait for others: see `flush`.
    func insert(
        _ detail: ExampleDetail, task: Int64, hash: Hash128, copy: Int, fields: DocumentFields
    ) throws -> KnownExample {
        let held = try fields.values(in: detail.document, db)
        let documentMatching = held.matching?.indices(nChoices: detail.nChoices, choices: detail.choices)
        let matching = documentMatching ?? detail.matching
        let source = documentMatching == nil ? detail.matchingSource : .document
        let new = KnownExample(id: nextID, matching: matching, matchingSource: source)
        nextID += 1
        try insertion.add { s in
            s.bind(1, task)
            s.bind(2, hash.description)
            s.bind(3, detail.itemHash.description)
            s.bind(4, copy)
            s.bind(5, detail.docID)
            s.bind(6, detail.name)
            s.bind(7, detail.nChoices)
            s.bind(8, matching.map { JSONArray.text($0) })
            s.bind(9, source.rawValue)
            s.bind(10, detail.matching.map { JSONArray.text($0) })
            s.bind(11, detail.matchingSource.rawValue)
            s.bind(12, hash.description)
            s.bind(13, held.cluster ?? detail.cluster)
            s.bind(14, detail.questionHash.description)
            s.bind(15, held.subset ?? detail.subset)
            s.bind(16, held.truth ?? detail.truth)
            s.bind(17, StatedFields(cluster: detail.cluster, subset: detail.subset, truth: detail.truth).json)
            s.bind(18, keepsText ? detail.choices.map { JSONArray.text(quoting: $0) } : nil)
            s.bind(19, detail.choiceChars.map { JSONArray.text($0) })
            s.bind(20, detail.choiceBytes.map { JSONArray.text($0) })
            s.bind(21, keepsText ? detail.prompt : nil)
            s.bind(22, keepsText ? detail.document : nil)
            s.bind(23, new.id)
            s.bind(24, "example")
        }
        try note(new, task: task, hash: hash)
        return new
    }

    /// From now on the example is found as it is here.
    func note(_ example: KnownExample, task: Int64, hash: Hash128) throws {
        last = (task, hash, example)
        // A full cache forgets all, and examples that wait are to be found nowhere else.
        if cache.isFull { try flush() }
        cache.note(example, task: task, hash: hash)
    }

    /// Matching columns repeat a handful of texts: each is read once.
    private func matching(from text: String) -> [Int] {
        if let known = matchingByText[text] { return known }
        let matching = MatchingColumn.indices(text)
        matchingByText[text] = matching
        return matching
    }
}

/// The text of `example.matching`.
enum MatchingColumn {
    static func indices(_ text: String) -> [Int] {
        text.dropFirst().dropLast().split(separator: ",").compactMap { Int($0) }
    }
}

/// What a table stated of an example, kept so that an edit of the task can be taken back.
struct StatedFields {
    var cluster: String?
    var subset: String?
    var truth: String?

    var json: String {
        let fields = [("cluster", cluster), ("subset", subset), ("truth", truth)].compactMap { name, value in
            value.map { "\"\(name)\":\(quotedJSON($0))" }
        }
        return "{\(fields.joined(separator: ","))}"
    }
}
