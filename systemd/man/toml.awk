# Makes replyd.toml(5) of the sample configuration: its comments are the manual.
function flush_words() {
    gsub(/\. /, ".\n", words)
    if (words != "") { if (gap) print ".Pp"; print words; words = ""; gap = 0 }
}
function plain(text) {
    gsub(/\\/, "\\e", text)
    sub(/^['.]/, "\\\\\\&&", text)
    return text
}
BEGIN {
    print ".Dd November 25, 2026\n.Dt REPLYD.TOML 5\n.Os\n.Sh NAME\n.Nm replyd.toml\n.Nd configuration of replyd"
    print ".Sh DESCRIPTION\nThe file is TOML and strict: an unknown key or an impossible value is an error, and nothing starts on half a"
    print "configuration.\nA key that is shown with its default need not be written."
}
/^#?\[/ {
    flush_words()
    sub(/^#/, "")
    print ".Ss " $0
    gap = 0
    next
}
/^(# instead: |#?[a-z_]+ *=)/ {
    line = $0
    sub(/^# instead: /, "", line); sub(/^#/, "", line); sub(/ *#.*$/, "", line)
    flush_words()
    print ".Bd -literal -offset indent\n" plain(line) "\n.Ed"
    gap = 0
    next
}
/^# / { sub(/^# /, ""); words = words (words == "" ? "" : "\n") plain($0); next }
/^$/ { flush_words(); gap = 1 }
END {
    flush_words()
    print ".Sh SEE ALSO\n.Xr replyd 1 ,\n.Xr replyd-templates 7"
}
