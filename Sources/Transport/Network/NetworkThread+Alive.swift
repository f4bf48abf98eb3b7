extension NetworkThread {
    /// Whether the thread takes orders: one goes through it and its answer is awaited, as for a watchdog's sign of life.
    public func isAlive() async -> Bool {
        let order = number()
        // No connection has the number 0, so the thread answers at once that it is closed.
        do {
            let _: Received = try await self.order(order, cancelled: .cancel(connection: 0, order: order)) {
                .receive(connection: 0, Receiving(number: order, deadline: .now, interruptible: false), $0)
            }
            return true
        } catch NetworkFailure.lost(let words, _) {
            return words == "already closed"
        } catch {
            return false
        }
    }
}
