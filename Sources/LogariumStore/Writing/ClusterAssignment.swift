import GRDB
import LogariumCore

/// Which examples of a task are not independent: connected components of the declared cluster and of
/// identical questions (prompt and choices). An example that shares neither is its own.
struct ClusterAssignment {
    let db: Database

    private struct Member {
        let id: Int64
        let contentHash: String
        let declared: String?
        let question: String
        let cluster: String
        let source: String
    }

    /// Labels the examples of a task anew; writes only what changed. Examples that share nothing, most of a
    /// large task, are never held in memory.
    func refresh(task: Int64) throws {
        let sharing = """
            task_id = ?1 AND (
                declared_cluster IS NOT NULL
                OR question_hash IN (
                    SELECT question_hash FROM example WHERE task_id = ?1
                    GROUP BY question_hash HAVING COUNT(*) > 1))
            """
        try db.execute(
            sql: """
                UPDATE example SET cluster = content_hash, cluster_source = 'example'
                WHERE task_id = ?1 AND cluster_source <> 'example' AND NOT (\(sharing))
                """,
            arguments: [task])
        let members = try Row.fetchAll(
            db,
            sql: """
                SELECT example_id, content_hash, declared_cluster, question_hash, cluster, cluster_source
                FROM example WHERE \(sharing) ORDER BY content_hash
                """,
            arguments: [task]
        ).map {
            Member(
                id: $0[0], contentHash: $0[1], declared: $0[2], question: $0[3], cluster: $0[4], source: $0[5]
            )
        }
        let update = try PreparedStatement(
            db, "UPDATE example SET cluster = ?, cluster_source = ? WHERE example_id = ?")
        for component in components(members) {
            let (label, source) = Self.label(component)
            for member in component where member.cluster != label || member.source != source {
                update.bind(1, label)
                update.bind(2, source)
                update.bind(3, member.id)
                try update.run()
            }
        }
    }

    private func components(_ members: [Member]) -> [[Member]] {
        var parent = Array(members.indices)
        func root(_ index: Int) -> Int {
            var index = index
            while parent[index] != index {
                parent[index] = parent[parent[index]]
                index = parent[index]
            }
            return index
        }
        var firstByKey: [String: Int] = [:]
        for (index, member) in members.enumerated() {
            for key in ["q" + member.question, member.declared.map { "d" + $0 }].compactMap({ $0 }) {
                if let first = firstByKey[key] {
                    parent[root(index)] = root(first)
                } else {
                    firstByKey[key] = index
                }
            }
        }
        return Dictionary(grouping: members.indices, by: root).values.map { $0.map { members[$0] } }
    }

    /// The component's name does not depend on the order of ingest.
    private static func label(_ component: [Member]) -> (label: String, source: String) {
        let declared = Set(component.compactMap(\.declared)).sorted()
        if let first = declared.first {
            let isMerged = declared.count > 1 || component.contains { $0.declared == nil }
            return (first, isMerged ? "merged" : "declared")
        }
        if component.count > 1, let question = component.map(\.question).min() {
            return (question, "question")
        }
        return (component[0].contentHash, "example")
    }
}
