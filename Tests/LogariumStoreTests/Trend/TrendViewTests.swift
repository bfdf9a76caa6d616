import Foundation
import LogariumCore
import Testing

@testable import LogariumStore

@Suite("The trend views")
struct TrendViewTests {
    private let fixture: TrendFixture
    private let clusters = ["a", "a", "b", "c", "c", "c", "d"]
    private let earlier: [Double] = [1.5, -0.5, 0.25, 2, -3, 0.75, 0]
    private let later: [Double?] = [2, nil, 1, 1.5, -1, 0.5, 0.5]

    init() throws {
        fixture = try TrendFixture()
        try fixture.add(.init(trainStep: 10), logodds: earlier, clusters: clusters)
        try fixture.add(.init(trainStep: 40), logodds: later, clusters: clusters)
    }

    private func values(_ logodds: [Double], _ metric: String) -> [Double] {
        switch metric {
        case "p_match": logodds.map { 1 / (1 + exp(-$0)) }
        case "credit": logodds.map { $0 > 0 ? 1 : $0 == 0 ? 0.5 : 0 }
        default: logodds
        }
    }

    @Test("trend_point has the library's clustered means")
    func point() throws {
        let row = try #require(try fixture.rows("SELECT * FROM trend_point WHERE run_id = 1").first)
        for (metric, column) in [
            ("logodds", "mean_logodds"), ("p_match", "mean_p_match"), ("credit", "mean_credit"),
        ] {
            let want = try #require(ClusteredMean(values(earlier, metric), clustering: Clustering(clusters)))
            #expect(agree(row.number(column), want.mean))
            #expect(agree(row.number(column + "_stderr"), want.standardError))
        }
        #expect(row.number("n") == 7 && row.number("clusters") == 4)
    }

    @Test("trend_change has the library's paired change on the examples that both states have")
    func change() throws {
        let common = later.indices.filter { later[$0] != nil }
        let rows = try fixture.rows("SELECT * FROM trend_change WHERE axis = 'train_step'")
        #expect(rows.count == 3)
        for row in rows {
            let metric = row.text("metric") ?? ""
            let before = values(common.map { earlier[$0] }, metric)
            let after = values(common.compactMap { later[$0] }, metric)
            let want = try #require(
                ClusteredMean(
                    zip(after, before).map { $0 - $1 }, clustering: Clustering(common.map { clusters[$0] })))
            #expect(row.number("n_common") == 6)
            #expect(agree(row.number("change"), want.mean))
            #expect(agree(row.number("stderr"), want.standardError))
            #expect(agree(row.number("z"), want.standardError.map { want.mean / $0 }))
            #expect(row.number("from_x") == 10 && row.number("to_x") == 40)
        }
    }

    @Test("have no stderr for one cluster, and none where a value is infinite")
    func undefined() throws {
        try fixture.add(.init(trainStep: 90), logodds: [.infinity, 1], clusters: ["a", "a"])
        let row = try #require(try fixture.rows("SELECT * FROM trend_point WHERE run_id = 3").first)
        #expect(row["mean_p_match_stderr"] == .null && row["mean_logodds_stderr"] == .null)
        #expect(row.number("mean_logodds") == .infinity)
    }
}
