import Testing
@testable import LogariumIngest
