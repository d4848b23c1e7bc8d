namespace LoyaltyConsole.Core.Persistence.Migrations.Postgres;

/// <summary>What keeps PostgreSQL's ledger append-only, as the triggers of SQLite's migrations do, and the functions that statements share.</summary>
internal static class PostgresGuards
{
    /// <summary>
    /// Functions that SQLite has by nature: a list in JSON as rows and its cells by their numbers, the lesser and the greater of two
    /// numbers, bytes by chance, the number of the next row, and the place of a text within another.
    /// </summary>
    public const string Functions =
        """
        CREATE FUNCTION json_each(list text) RETURNS TABLE (key bigint, value text) LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE ROWS 100 AS $$
            SELECT e.place - 1, e.value FROM jsonb_array_elements_text(CASE WHEN left(ltrim(list), 1) = '[' THEN list::jsonb ELSE '[]' END) WITH ORDINALITY e (value, place)
            UNION ALL
            SELECT o.key::bigint, o.value FROM jsonb_each_text(CASE WHEN left(ltrim(list), 1) = '{' THEN list::jsonb ELSE '{}' END) o
        $$;
        CREATE FUNCTION json_cell(list text, place bigint) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$ SELECT list::jsonb ->> place::int $$;
        CREATE OPERATOR ->> (LEFTARG = text, RIGHTARG = bigint, FUNCTION = json_cell);
        CREATE FUNCTION min(one bigint, other bigint) RETURNS bigint LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$ SELECT LEAST(one, other) $$;
        CREATE FUNCTION max(one bigint, other bigint) RETURNS bigint LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$ SELECT GREATEST(one, other) $$;
        CREATE FUNCTION min(one numeric, other numeric) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$ SELECT LEAST(one, other) $$;
        CREATE FUNCTION max(one numeric, other numeric) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$ SELECT GREATEST(one, other) $$;
        CREATE FUNCTION randomblob(bytes int) RETURNS bytea LANGUAGE sql VOLATILE PARALLEL SAFE AS $$ SELECT substr(uuid_send(gen_random_uuid()), 1, bytes) $$;
        CREATE FUNCTION hex(bytes bytea) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$ SELECT encode(bytes, 'hex') $$;
        CREATE FUNCTION next_id(tbl text) RETURNS bigint LANGUAGE plpgsql VOLATILE AS $$
        DECLARE
            following bigint;
        BEGIN
            EXECUTE format('SELECT COALESCE(MAX(id), 0) + 1 FROM %I', tbl) INTO following;
            RETURN following;
        END $$;
        CREATE FUNCTION public.like(pattern text, whole text, escape text) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$ SELECT whole ILIKE pattern ESCAPE escape $$;
        CREATE FUNCTION instr(whole text, part text) RETURNS bigint LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$ SELECT strpos(whole, part)::bigint $$;
        """;

    /// <summary>
    /// The search for any three letters: "abc" AND "def" finds whoever has both, PhoneDigits : "123" whoever has them in the phone number.
    /// </summary>
    public const string Search =
        """
        CREATE EXTENSION IF NOT EXISTS pg_trgm;
        CREATE FUNCTION customer_text(namekey text, emailkey text, phonedigits text, refid text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
            SELECT coalesce(namekey, '') || chr(1) || coalesce(emailkey, '') || chr(1) || coalesce(phonedigits, '') || chr(1) || lower(coalesce(refid, ''))
        $$;
        CREATE INDEX ix_customers_search ON Customers USING gin (customer_text(NameKey, EmailKey, PhoneDigits, RefId) gin_trgm_ops);
        CREATE INDEX ix_customers_searchdigits ON Customers USING gin (PhoneDigits gin_trgm_ops);
        CREATE FUNCTION customer_search(phrases text) RETURNS TABLE (id bigint) LANGUAGE plpgsql STABLE AS $$
        DECLARE
            sought text := phrases;
            place text := 'customer_text(c.NameKey, c.EmailKey, c.PhoneDigits, c.RefId)';
            tests text := 'TRUE';
            phrase text;
        BEGIN
            IF sought LIKE 'PhoneDigits : %' THEN
                sought := substr(sought, 15);
                place := 'c.PhoneDigits';
            END IF;
            FOREACH phrase IN ARRAY string_to_array(sought, ' AND ') LOOP
                phrase := replace(substr(phrase, 2, length(phrase) - 2), '""', '"');
                tests := tests || ' AND ' || place || ' LIKE ' || quote_literal('%' || replace(replace(replace(phrase, '\', '\\'), '%', '\%'), '_', '\_') || '%');
            END LOOP;
            RETURN QUERY EXECUTE 'SELECT c.Id FROM Customers c WHERE ' || tests;
        END $$;
        """;

    private static readonly (string Name, string When, string Table, string Breaks, string Says)[] _guards =
    [
        ("Accounts_are_never_deleted", "DELETE", "Accounts", "TRUE", "Accounts are never deleted"),
        ("Allocations_are_never_deleted", "DELETE", "Allocations", "TRUE", "Allocations are never deleted"),
        ("Allocations_are_never_edited", "UPDATE", "Allocations", Differ("Id", "DebitId", "LotId", "Points", "EffectiveAt"), "Allocations are never edited"),
        ("AuditEntries_are_never_deleted", "DELETE", "AuditEntries", "TRUE", "Audit entries are never deleted"),
        ("AuditEntries_are_never_edited", "UPDATE", "AuditEntries",
            $"""
            {Differ("Id", "At", "Actor", "Deed", "CustomerId")}
              OR (NEW.Before IS DISTINCT FROM OLD.Before AND (OLD.Before IS NULL OR NEW.Before IS DISTINCT FROM '[erased]'))
              OR (NEW.After IS DISTINCT FROM OLD.After AND (OLD.After IS NULL OR NEW.After IS DISTINCT FROM '[erased]'))
              OR (OLD.CustomerId IS NOT NULL AND {IsNotDeleted})
            """,
            "Audit entries are never edited"),
        ("Customers_stay_deleted", "UPDATE", "Customers", "OLD.Status = 3 AND NEW.Status <> 3", "A deleted customer stays deleted"),
        ("Erasures_are_never_deleted", "DELETE", "Erasures", "TRUE", "Certificates are never deleted"),
        ("Erasures_are_never_edited", "UPDATE", "Erasures", "TRUE", "Certificates are never edited"),
        ("LedgerEntries_are_discarded_once", "UPDATE", "LedgerEntries", "OLD.Status = 2 AND NEW.Status <> 2", "A discarded ledger entry stays discarded"),
        ("LedgerEntries_are_never_deleted", "DELETE", "LedgerEntries", "TRUE", "Ledger entries are never deleted"),
        ("LedgerEntries_are_never_edited", "UPDATE", "LedgerEntries",
            $"""
            {Differ("Id", "OriginalCustomerId", "Kind", "Points", "IsDebt", "TakesBack", "CampaignId", "IntegrationId", "OrderId", "LotId", "CouponCode",
                "EffectiveAt", "CreatedAt", "Actor", "Reason", "ImportId", "CommandKey", "CorrectsId", "IsUnallocated")}
              OR (NEW.InternalReason IS DISTINCT FROM OLD.InternalReason AND NEW.InternalReason IS NOT NULL)
              OR (NEW.CustomerText IS DISTINCT FROM OLD.CustomerText AND NEW.CustomerText IS NOT NULL)
              OR (({Differ("InternalReason", "CustomerText")}) AND {IsNotDeleted})
            """,
            "Ledger entries are never edited"),
        ("Lots_are_never_deleted", "DELETE", "Lots", "TRUE", "Lots are never deleted"),
        ("Lots_only_change_what_is_left", "UPDATE", "Lots", Differ("EntryId", "Amount", "LockedUntil", "ValidUntil", "EarnedAt", "OrderId", "Kind"), "Only what is left of a lot changes"),
        ("Orders_are_never_deleted", "DELETE", "Orders", "TRUE", "Orders are never deleted"),
        ("Redemptions_are_never_deleted", "DELETE", "Redemptions", "TRUE", "Redemptions are never deleted"),
        ("Redemptions_are_settled_once", "UPDATE", "Redemptions",
            $"""
            {Differ("EntryId", "CouponCode", "ReservedUntil")}
              OR (NEW.State <> OLD.State AND OLD.State <> 1 AND NOT (OLD.State = 2 AND NEW.State = 4))
            """,
            "A settled redemption stays settled"),
        ("TierChanges_are_never_deleted", "DELETE", "TierChanges", "TRUE", "The history of levels is never deleted"),
        ("TierChanges_are_never_edited", "UPDATE", "TierChanges",
            $"""
            {Differ("Id", "At", "FromId", "ToId", "Cause", "Qualifying", "Threshold", "Lock", "Until", "FromName", "ToName", "Actor", "RunId", "CommandKey", "Fingerprint")}
              OR (NEW.Note IS DISTINCT FROM OLD.Note AND (NEW.Note IS NOT NULL OR {IsNotDeleted}))
            """,
            "The history of levels is never edited"),
    ];

    private const string IsNotDeleted = "(SELECT c.Status FROM Customers c WHERE c.Id = OLD.CustomerId) IS DISTINCT FROM 3";

    /// <summary>The names of the guards, as SQLite has them, too.</summary>
    public static IEnumerable<string> Names => _guards.Select(guard => guard.Name);

    /// <summary>Makes the guards. What they refuse breaks a rule of the schema, like a CHECK.</summary>
    public static IEnumerable<string> Statements => _guards.Select(guard =>
        $"""
        CREATE FUNCTION guard_{guard.Name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF {guard.Breaks} THEN RAISE EXCEPTION '{guard.Says}' USING ERRCODE = 'check_violation'; END IF;
            RETURN {(guard.When is "DELETE" ? "OLD" : "NEW")};
        END $$;
        CREATE TRIGGER {guard.Name} BEFORE {guard.When} ON {guard.Table} FOR EACH ROW EXECUTE FUNCTION guard_{guard.Name}();
        """);

    private static string Differ(params string[] columns) => string.Join(" OR ", columns.Select(column => $"NEW.{column} IS DISTINCT FROM OLD.{column}"));
}
