import Testing
@testable import LogariumReaders
