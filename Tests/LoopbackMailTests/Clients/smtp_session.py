"""Mail as Python's smtplib sends it. Arguments: port, ca file, "tls", "starttls" or "plain"."""
import smtplib
import ssl
import sys

port, ca_file, security = int(sys.argv[1]), sys.argv[2], sys.argv[3]
context = ssl.create_default_context(cafile=ca_file)


def check(condition, what):
    if not condition:
        sys.exit(f"wrong: {what}")


if security == "tls":
    client = smtplib.SMTP_SSL("localhost", port, context=context)
else:
    client = smtplib.SMTP("localhost", port)
    if security == "starttls":
        check(client.ehlo()[0] == 250 and not client.has_extn("auth"), "AUTH was offered in the clear")
        check(client.starttls(context=context)[0] == 220, "STARTTLS")
client.ehlo()
for extension in ("pipelining", "size", "8bitmime", "smtputf8", "enhancedstatuscodes"):
    check(client.has_extn(extension), extension)
check(client.docmd("MAIL FROM:<shop@shop.example>")[0] == 530, "MAIL before the login")
try:
    client.login("shop", "wrong")
    sys.exit("wrong: a wrong password was taken")
except smtplib.SMTPAuthenticationError as error:
    check(error.smtp_code == 535, error)
client.login("shop", "secret")

mail = "Subject: dots\r\n\r\n.one\r\n..two\r\nthree.\r\n.\r\nfour\r\n"
client.sendmail("shop@shop.example", ["a@b.example", "c@d.example"], mail, mail_options=["BODY=8BITMIME"])
big = "Subject: big\r\n\r\n" + ".0123456789abcdef\r\n" * 80000
client.sendmail("shop@shop.example", ["a@b.example"], big)
try:
    client.sendmail("shop@shop.example", ["nobody@b.example"], mail)
    sys.exit("wrong: a refused recipient was taken")
except smtplib.SMTPRecipientsRefused as error:
    check(error.recipients["nobody@b.example"][0] == 550, error)
check(client.rset()[0] == 250, "RSET")
check(client.quit()[0] == 221, "QUIT")
print("all well")
