import Testing
@testable import LogariumReports
