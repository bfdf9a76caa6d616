import LogariumCore
import Testing

@testable import LogariumStore

@Suite("The table format")
struct TableColumnTests {
    @Test("is written in the columns in which it is read, in their order")
    func columns() throws {
        let fixture = try StoreFixture()
        try fixture.open().ingest([.sample("a")])
        let report = try ReadConnection(path: fixture.path).responsesAnswer()
        let expected = TableColumn.allCases.filter { !$0.isShorthand }.map(\.rawValue)
        #expect(report.rows.columnNames == expected)
    }
}
