import Testing
@testable import LogariumStore
