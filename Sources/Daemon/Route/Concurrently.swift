/// `transform` of each element on all cores, in the order of the elements.
func concurrently<Element: Sendable, Result: Sendable>(
    _ elements: [Element], _ transform: @escaping @Sendable (Element) -> Result
) async -> [Result] {
    await withTaskGroup(of: [(Int, Result)].self) { group in
        // A few elements a task: a task for each small mail costs more than the mail.
        let stride = max(1, min(64, elements.count / 8))
        for start in Swift.stride(from: 0, to: elements.count, by: stride) {
            let slice = elements[start..<min(start + stride, elements.count)]
            group.addTask { zip(slice.indices, slice).map { ($0, transform($1)) } }
        }
        var found: [(Int, Result)] = []
        found.reserveCapacity(elements.count)
        for await part in group { found += part }
        return found.sorted { $0.0 < $1.0 }.map(\.1)
    }
}
