/// Joins the soft line breaks of `text/plain; format=flowed` (RFC 3676).
enum FlowedText {
    /// - Parameters:
    ///   - text: with LF line ends.
    ///   - delSp: whether the space before a soft break is no part of the text (DelSp=yes).
    static func join(_ text: String, delSp: Bool) -> String {
        var joined: [UInt8] = []
        joined.reserveCapacity(text.utf8.count)
        /// The quote depth of the paragraph that is still open, nil after a fixed line.
        var open: Int?
        for line in Array(text.utf8).split(separator: 10, omittingEmptySubsequences: false) {
            let depth = line.prefix { $0 == UInt8(ascii: ">") }.count
            var content = line.dropFirst(depth)
            if content.first == 32 { content = content.dropFirst() }
            let isSignatureMark = content.elementsEqual([45, 45, 32])
            if open != nil, open != depth || isSignatureMark {
                joined.append(10)
                open = nil
            }
            if open == nil, depth > 0 {
                joined.append(contentsOf: repeatElement(UInt8(ascii: ">"), count: depth))
                joined.append(32)
            }
            let flows = content.last == 32 && !isSignatureMark
            if flows && delSp { content = content.dropLast() }
            joined.append(contentsOf: content)
            if flows {
                open = depth
            } else {
                joined.append(10)
                open = nil
            }
        }
        if joined.last == 10 { joined.removeLast() }
        return String(decoding: joined, as: UTF8.self)
    }
}
