"""A whole IMAP session as Python's imaplib leads it. Arguments: port, ca file, "tls", "starttls" or "plain"."""
import imaplib
import ssl
import sys

port, ca_file, security = int(sys.argv[1]), sys.argv[2], sys.argv[3]
context = ssl.create_default_context(cafile=ca_file)


def check(condition, what):
    if not condition:
        sys.exit(f"wrong: {what}")


def ok(answer):
    status, data = answer
    check(status == "OK", f"{status} {data}")
    return data


if security == "tls":
    client = imaplib.IMAP4_SSL("localhost", port, ssl_context=context)
else:
    client = imaplib.IMAP4("localhost", port)
    if security == "starttls":
        check("LOGINDISABLED" in client.capabilities, "a password would be taken in the clear")
        ok(client.starttls(context))

try:
    client.login("shop", "wrong")
    sys.exit("wrong: a wrong password was taken")
except imaplib.IMAP4.error as error:
    check("AUTHENTICATIONFAILED" in str(error), error)
ok(client.authenticate("PLAIN", lambda challenge: b"\0shop\0secret"))
ok(client.capability())

folders = b"\n".join(ok(client.list()))
for word in (rb'(\HasNoChildren \Sent) "/" "Sent"', rb'\Drafts', rb'\Junk', rb'\Trash', b'"INBOX"'):
    check(word in folders, f"{word} in {folders}")
ok(client.create("replyd/R&APw-ckgabe"))
ok(client.subscribe("replyd/R&APw-ckgabe"))
check(b'"/" "replyd/R&APw-ckgabe"' in ok(client.list('""', "replyd/%"))[0], "the new folder")
check(ok(client.list('""', "repl%"))[0].startswith(rb"(\HasChildren)"), "its parent")
check(len(ok(client.lsub())) == 7, "lsub")

big = b"Subject: big\r\n\r\n" + b"0123456789abcdef" * 90000 + b"\r\n"
check(b"APPENDUID" in ok(client.append("INBOX", r"(\Seen)", '"01-Feb-2026 10:20:30 +0100"', big))[0], "APPENDUID")
small = b"From: a@b.example\r\nSubject: =?utf-8?q?small?=\r\nX-Long: one\r\n two\r\nMessage-ID: <1@b.example>\r\n\r\nHello\r\n"
ok(client.append("INBOX", None, None, small))

check(ok(client.select("INBOX")) == [b"2"], "EXISTS")
data = ok(client.uid("FETCH", "1", "(UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[])"))
check(data[0][1] == big, "the big mail is not what was appended")
check(rb"FLAGS (\Seen)" in data[0][0] and b'" 1-Feb-2026 09:20:30 +0000"' in data[0][0], data[0][0])
check(f"RFC822.SIZE {len(big)}".encode() in data[0][0], data[0][0])
data = ok(client.uid("FETCH", "2:*", "(BODY.PEEK[HEADER.FIELDS (SUBJECT X-LONG)] BODY[TEXT]<1.3>)"))
check(data[0][1] == b"Subject: =?utf-8?q?small?=\r\nX-Long: one\r\n two\r\n\r\n", data)
check(data[1][0].endswith(b"BODY[TEXT]<1> {3}") and data[1][1] == b"ell", data)
check(rb"FLAGS (\Seen)" in data[2], data)

check(ok(client.uid("SEARCH", "UNSEEN")) == [b""], "UNSEEN")
check(ok(client.uid("SEARCH", "SINCE", "1-Feb-2026", "BEFORE", "2-Feb-2026")) == [b"1"], "SINCE")
check(ok(client.uid("SEARCH", "HEADER", "Message-ID", "1@b.example")) == [b"2"], "HEADER")
check(ok(client.search(None, "OR", "LARGER", "1000000", "SUBJECT", "nothing")) == [b"1"], "OR")

ok(client.uid("STORE", "2", "+FLAGS.SILENT", r"(\Answered)"))
check(rb"\Answered" in ok(client.fetch("2", "(FLAGS)"))[0], "STORE")
check(ok(client.uid("SEARCH", "UNANSWERED")) == [b"1"], "UNANSWERED")
check(b"UIDVALIDITY" in ok(client.status("INBOX", "(MESSAGES UIDNEXT UIDVALIDITY UNSEEN HIGHESTMODSEQ)"))[0], "STATUS")

ok(client.uid("COPY", "2", "Drafts"))
check(len(ok(client.uid("MOVE", "1", "replyd/R&APw-ckgabe"))) > 0, "MOVE")
check(client.response("EXPUNGE")[1] == [b"1"], "EXPUNGE by MOVE")
check(ok(client.uid("SEARCH", "ALL")) == [b"2"], "what is left after MOVE")
ok(client.store("1", "+FLAGS", r"\Deleted"))
ok(client.uid("EXPUNGE", "7"))
check(ok(client.search(None, "ALL")) == [b"1"], "UID EXPUNGE of another")
check(ok(client.expunge()) == [b"1"], "EXPUNGE")
ok(client.close())
check(client.logout()[0] == "BYE", "LOGOUT")
print("all well")
