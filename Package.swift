// swift-tools-version: 6.1
import PackageDescription

/// Library targets keep their imports internal, so that the compiler watches the boundaries.
let library: [SwiftSetting] = [.enableUpcomingFeature("InternalImportsByDefault")]

let package = Package(
    name: "logarium",
    products: [
        .executable(name: "logarium", targets: ["logarium"]),
        .library(
            name: "Logarium",
            targets: [
                "LogariumCore", "LogariumReaders", "LogariumFunctions", "LogariumStore", "LogariumOutput",
                "LogariumIngest", "LogariumCharts", "LogariumReport",
            ]),
        // SQLite's loadable extension: `make extension`.
        .library(name: "LogariumExtension", type: .dynamic, targets: ["LogariumFunctions"]),
    ],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    ],
    targets: [
        // Debian's libraries.
        .systemLibrary(name: "CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
        .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        // libarchive does not compare gzip's checksum.
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        // glibc's settings of malloc, which Swift's Glibc leaves out.
        .systemLibrary(name: "CMalloc"),
        .target(name: "CSimdjson", linkerSettings: [.linkedLibrary("simdjson")]),
        .target(name: "CBoostMath"),
        .target(name: "CSQLiteSettings", linkerSettings: [.linkedLibrary("sqlite3")]),

        // The product, from the bottom up.
        .target(
            name: "LogariumStatistics",
            dependencies: ["CBoostMath"],
            swiftSettings: library),
        .target(
            name: "LogariumCore",
            dependencies: ["LogariumStatistics", "LogariumText", "CCrypto"],
            swiftSettings: library),
        .target(name: "LogariumFiles", swiftSettings: library),
        .target(name: "LogariumText", swiftSettings: library),
        .target(
            name: "LogariumReaders",
            dependencies: ["LogariumCore", "LogariumText", "CSimdjson", "CArchive", "CZlib"],
            swiftSettings: library),
        .target(
            name: "LogariumStore",
            dependencies: [
                "LogariumCore", "LogariumFiles", "LogariumFunctions", "LogariumText", "CSQLiteSettings",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ],
            swiftSettings: library,
            plugins: ["EmbedText"]),
        // SQL functions, for the store's connections and as a loadable extension.
        .target(name: "CSQLiteFunctions"),
        .target(
            name: "LogariumFunctions",
            dependencies: ["LogariumStatistics", "LogariumText", "CSQLiteFunctions"],
            swiftSettings: library),
        .target(
            name: "LogariumOutput",
            dependencies: ["LogariumCore", "LogariumFiles", "LogariumText"],
            swiftSettings: library),
        .target(
            name: "LogariumCharts",
            dependencies: ["LogariumCore", "LogariumStatistics", "LogariumText"],
            swiftSettings: library),
        .target(
            name: "LogariumIngest",
            dependencies: [
                "LogariumCore", "LogariumReaders", "LogariumStore",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: library),
        .target(
            name: "LogariumReport",
            dependencies: [
                "LogariumCore", "LogariumFiles", "LogariumStore", "LogariumOutput", "LogariumCharts",
                .product(name: "Mustache", package: "swift-mustache"),
            ],
            swiftSettings: library,
            plugins: ["EmbedText"]),
        .executableTarget(
            name: "logarium",
            dependencies: [
                "LogariumCore", "LogariumReaders", "LogariumFunctions", "LogariumStore", "LogariumOutput",
                "LogariumIngest", "LogariumCharts", "LogariumReport", "CMalloc",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ]),

        // `make simulate`.
        .executableTarget(
            name: "simulate",
            dependencies: [
                "LogariumStatistics", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),

        // SQL files and the parts of the report's page become Swift string literals at build time.
        .executableTarget(name: "embed-text"),
        .plugin(name: "EmbedText", capability: .buildTool(), dependencies: ["embed-text"]),

        // What tests hold figures to.
        .target(name: "FigureChecks", dependencies: ["LogariumCharts"], path: "Tests/FigureChecks"),
        .testTarget(
            name: "LogariumCoreTests", dependencies: ["LogariumCore"],
            resources: [.copy("Cases")]),
        .testTarget(
            name: "LogariumReadersTests", dependencies: ["LogariumReaders", "LogariumCore", "CArchive"]),
        .testTarget(
            name: "LogariumStoreTests",
            dependencies: [
                "LogariumStore", "LogariumFunctions", "LogariumCore",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            exclude: ["landed_migrations.txt"]),
        .testTarget(
            name: "LogariumOutputTests", dependencies: ["LogariumOutput", "LogariumCore"]),
        .testTarget(
            name: "LogariumChartsTests", dependencies: ["FigureChecks", "LogariumCharts", "LogariumCore"],
            exclude: ["Golden"]),
        .testTarget(
            name: "LogariumIngestTests",
            dependencies: [
                "LogariumIngest", "LogariumReaders", "LogariumStore", "LogariumOutput", "LogariumCore",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            exclude: ["Golden", "Fixtures"]),
        .testTarget(
            name: "CommandTests",
            dependencies: [
                "logarium", "FigureChecks", "LogariumCharts", "LogariumReport", "LogariumStatistics",
                "LogariumFunctions",
                "LogariumStore",
                "LogariumCore",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
    ],
    cxxLanguageStandard: .cxx17
)
