/// A file that a template asks for in its front matter, `attach: invoice`: it lies in `[attachments] folder` under the
/// order's number.
public enum TemplateAttachment: String, CaseIterable, Sendable, Hashable {
    case invoice, label, instructions
}
