import Testing
@testable import LogariumCore
