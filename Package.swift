// swift-tools-version: 6.2
import PackageDescription

/// Our own code compiles without warnings; a new one fails the build.
let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]

/// A module of the house plan: named for its folder, with the modules below it that it may import.
func module(
    _ name: String, on dependencies: [Target.Dependency] = [], exclude: [String] = [], resources: [Resource]? = nil
) -> Target {
    .target(
        name: name, dependencies: dependencies, exclude: exclude, resources: resources, swiftSettings: strict)
}

/// A test target beside its module.
func tests(of name: String, with extra: [Target.Dependency] = [], resources: [Resource]? = nil) -> Target {
    .testTarget(
        name: name + "Tests", dependencies: [.byName(name: name)] + extra, resources: resources, swiftSettings: strict)
}

/// A system library found by pkg-config, with a module map and thin shims.
func system(_ name: String, _ pkgConfig: String, _ package: String) -> Target {
    .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([package])])
}

let package = Package(
    name: "replyd",
    products: [.executable(name: "replyd", targets: ["replyd"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        system("CCurl", "libcurl", "libcurl4-openssl-dev"),
        system("CGMime", "gmime-3.0", "libgmime-3.0-dev"),
        system("CSystemd", "libsystemd", "libsystemd-dev"),
        system("CXML", "libxml-2.0", "libxml2-dev"),
        system("CCrypto", "libcrypto", "libssl-dev"),
        .target(name: "CLanguage", linkerSettings: [.linkedLibrary("cld2")]),

        module("Correspondence"),
        module("TOMLText"),
        module("Configuration", on: ["Correspondence", "TOMLText", "TOMLKit"]),
        module(
            "Classifier", on: ["Correspondence", "CLanguage"], exclude: ["Training/Data"],
            resources: [.copy("Resources")]),
        module("MIME", on: ["CGMime", "CXML"]),
        module(
            "Marketplace", on: ["MIME", "Correspondence", "CLanguage", "TOMLText", "TOMLKit"],
            resources: [.copy("Resources")]),
        module(
            "Templates",
            on: ["Correspondence", "TOMLText", "TOMLKit", .product(name: "Mustache", package: "swift-mustache")]),
        module("Transport", on: ["CCurl"]),
        module("Ledger", on: ["Correspondence", "CCrypto", .product(name: "GRDB", package: "GRDB.swift")]),
        module("Orders", on: ["Correspondence"], resources: [.copy("Resources")]),
        module("Reports", on: ["Correspondence", "Classifier", "Ledger"]),
        module(
            "Daemon",
            on: [
                "Correspondence", "Configuration", "Classifier", "MIME", "Marketplace", "Templates", "Transport",
                "Ledger", "Orders", "Reports", "CSystemd",
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ]),
        .executableTarget(
            name: "replyd",
            dependencies: ["Daemon", .product(name: "ArgumentParser", package: "swift-argument-parser")],
            swiftSettings: strict),

        module(
            "LoopbackMail",
            on: [
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"), .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]),
        .executableTarget(name: "replyd-demo", dependencies: ["Daemon", "LoopbackMail"], swiftSettings: strict),
        .executableTarget(
            name: "replyd-torture",
            dependencies: [
                "Daemon", "Ledger", "Correspondence", "LoopbackMail", "ServerBed",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ], swiftSettings: strict),
        .executableTarget(
            name: "replyd-bench",
            dependencies: ["Correspondence", "MIME", "Marketplace", "Classifier", "Templates", "Orders"],
            swiftSettings: strict),

        .target(name: "ServerBed", path: "Tests/Support/ServerBed", swiftSettings: strict),

        .target(
            name: "CFaultyStore", path: "Tests/Support/CFaultyStore", linkerSettings: [.linkedLibrary("sqlite3")]),

        tests(of: "Correspondence"),
        tests(of: "Configuration", resources: [.copy("Wrong")]),
        tests(of: "Classifier", resources: [.copy("Fixtures")]),
        tests(of: "MIME"),
        tests(of: "Marketplace", resources: [.copy("Fixtures")]),
        tests(of: "Templates"),
        tests(of: "Transport", with: ["LoopbackMail", "ServerBed"]),
        tests(of: "Ledger", with: ["CFaultyStore", .product(name: "GRDB", package: "GRDB.swift")]),
        tests(of: "Orders"),
        tests(of: "Reports"),
        tests(of: "Daemon", with: ["LoopbackMail", "ServerBed"]),
        tests(
            of: "LoopbackMail",
            with: [
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ], resources: [.copy("Clients")]),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)

// Only Tests/fuzz builds the fuzzers: they need the compiler's sanitizers.
if Context.environment["REPLYD_FUZZ"] == "1" {
    package.targets += [
        .systemLibrary(name: "CFuzzer"),
        .executableTarget(
            name: "replyd-fuzz", dependencies: ["CFuzzer", "MIME", "Marketplace", "Transport"], swiftSettings: strict),
    ]
}
