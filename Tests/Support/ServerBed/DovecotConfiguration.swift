import Foundation

extension Dovecot {
    /// The whole configuration: nothing outside `folder` is read or written.
    static func configuration(
        folder: URL, user: BedUser, certificates: Certificates, ports: (imap: Int, imaps: Int, sasl: Int),
        options: Options
    ) -> String {
        let mailboxes = options.specialUse.sorted { $0.key < $1.key }.map { name, use in
            """
              mailbox \(name) {
                auto = subscribe
                special_use = \(use)
              }
            """
        }
        return """
            base_dir = \(folder.path)/run
            state_dir = \(folder.path)/run
            log_path = \(folder.path)/dovecot.log
            protocols = imap
            listen = 127.0.0.1
            ssl = yes
            ssl_cert = <\(certificates.certificate.path)
            ssl_key = <\(certificates.key.path)
            disable_plaintext_auth = \(options.plainLogin ? "no" : "yes")
            auth_mechanisms = plain login\(options.introspection == nil ? "" : " oauthbearer xoauth2")
            auth_failure_delay = 0
            mail_location = maildir:\(folder.path)/mail/%u
            mail_uid = \(user.uid)
            mail_gid = \(user.gid)
            mail_max_userip_connections = 2000
            first_valid_uid = 0
            default_internal_user = \(user.name)
            default_internal_group = \(user.group)
            default_login_user = \(user.name)
            \(options.introspection == nil ? "" : """
                passdb {
                  driver = oauth2
                  mechanisms = xoauth2 oauthbearer
                  args = \(folder.path)/oauth2.conf
                }
                """)
            passdb {
              driver = static
              args = password=pass
            }
            userdb {
              driver = static
              args = uid=\(user.uid) gid=\(user.gid) home=\(folder.path)/mail/%u
            }
            service imap-login {
              chroot =
              inet_listener imap {
                port = \(ports.imap)
              }
              inet_listener imaps {
                port = \(ports.imaps)
              }
              service_count = 0
              client_limit = 2000
            }
            service imap {
              process_limit = 2000
            }
            service anvil {
              chroot =
              client_limit = 10000
            }
            service auth {
              client_limit = 10000
              inet_listener sasl {
                port = \(ports.sasl)
              }
            }
            \(options.capabilities.map { "imap_capability = \($0)" } ?? "")
            namespace inbox {
              inbox = yes
            \(options.namespace.map { "  prefix = \($0.prefix)\n  separator = \($0.separator)" } ?? "")
            \(mailboxes.joined(separator: "\n"))
            }

            """
    }
}
