import GRDB

extension Schema {
    /// What a notice does to the mails that it is about.
    static let notices = """
        ALTER TABLE notice ADD COLUMN effect TEXT;
        ALTER TABLE notice ADD COLUMN alias TEXT;
        UPDATE notice SET effect = 'claim_filed' WHERE type = 'A_Z_CLAIM_RESPONDENT_NOTIFY';
        UPDATE notice SET effect = 'claim_closed' WHERE type = 'A_Z_CLAIM_RESPONDENT_CLOSE';
        UPDATE notice SET alias = json_extract(fields, '$.alias'), effect =
            CASE json_extract(fields, '$.cause') WHEN 'opted_out' THEN 'opted_out' ELSE 'undelivered' END
            WHERE type = 'BUYER_OPTED_OUT_BSM_MESSAGES';
        CREATE INDEX notice_by_alias ON notice (mailbox, alias, at) WHERE alias IS NOT NULL;
        """
}
