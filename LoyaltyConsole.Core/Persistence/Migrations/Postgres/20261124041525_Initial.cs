using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace LoyaltyConsole.Core.Persistence.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(PostgresGuards.Functions);

            migrationBuilder.AlterDatabase()
                .Annotation("Npgsql:CollationDefinition:nocase", "und-u-ks-level2,und-u-ks-level2,icu,False");

            migrationBuilder.CreateTable(
                name: "auditentries",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    actor = table.Column<string>(type: "text", maxLength: 200, nullable: false, collation: "C"),
                    deed = table.Column<string>(type: "text", maxLength: 100, nullable: false, collation: "C"),
                    customerid = table.Column<long>(type: "bigint", nullable: true),
                    before = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    after = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_auditentries", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "campaignawards",
                columns: table => new
                {
                    campaignid = table.Column<long>(type: "bigint", nullable: false),
                    customerid = table.Column<long>(type: "bigint", nullable: false),
                    occasion = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_campaignawards", x => new { x.customerid, x.campaignid, x.occasion });
                });

            migrationBuilder.CreateTable(
                name: "campaigns",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false, defaultValueSql: "next_id('campaigns')"),
                    name = table.Column<string>(type: "text", maxLength: 200, nullable: false, collation: "C"),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    rate = table.Column<long>(type: "bigint", nullable: false),
                    category = table.Column<string>(type: "text", maxLength: 500, nullable: true, collation: "C"),
                    sku = table.Column<string>(type: "text", maxLength: 200, nullable: true, collation: "C"),
                    variant = table.Column<string>(type: "text", maxLength: 200, nullable: true, collation: "C"),
                    coupontext = table.Column<string>(type: "text", maxLength: 1000, nullable: true, collation: "C"),
                    lockdays = table.Column<int>(type: "integer", nullable: false),
                    validitymonths = table.Column<int>(type: "integer", nullable: true),
                    startsat = table.Column<long>(type: "bigint", nullable: true),
                    endsat = table.Column<long>(type: "bigint", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false, defaultValue: 1L),
                    commandkey = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_campaigns", x => x.id);
                    table.CheckConstraint("CK_Campaigns_lock_for_days", "LockDays >= 0");
                    table.CheckConstraint("CK_Campaigns_name_what_they_pay_for", "(Kind = 3) = (Category IS NOT NULL) AND (Kind = 4) = (Sku IS NOT NULL)");
                    table.CheckConstraint("CK_Campaigns_pay_something", "Rate > 0 OR (Kind = 8 AND Rate = 0)");
                    table.CheckConstraint("CK_Campaigns_stay_valid_for_months", "ValidityMonths IS NULL OR ValidityMonths > 0");
                });

            migrationBuilder.CreateTable(
                name: "campaigntotals",
                columns: table => new
                {
                    campaignid = table.Column<long>(type: "bigint", nullable: false),
                    through = table.Column<long>(type: "bigint", nullable: false),
                    entries = table.Column<long>(type: "bigint", nullable: false),
                    points = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_campaigntotals", x => x.campaignid);
                });

            migrationBuilder.CreateTable(
                name: "commands",
                columns: table => new
                {
                    key = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    fingerprint = table.Column<byte[]>(type: "bytea", nullable: false),
                    entryid = table.Column<long>(type: "bigint", nullable: false),
                    createdat = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_commands", x => x.key);
                });

            migrationBuilder.CreateTable(
                name: "connections",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false, defaultValueSql: "next_id('connections')"),
                    key = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "text", maxLength: 100, nullable: false, collation: "C"),
                    address = table.Column<string>(type: "text", maxLength: 500, nullable: false, collation: "C"),
                    list = table.Column<string>(type: "text", maxLength: 100, nullable: true, collation: "C"),
                    subscribesnew = table.Column<int>(type: "integer", nullable: false),
                    secret = table.Column<byte[]>(type: "bytea", nullable: false),
                    state = table.Column<int>(type: "integer", nullable: false),
                    createdat = table.Column<long>(type: "bigint", nullable: false),
                    createdby = table.Column<string>(type: "text", maxLength: 200, nullable: false, collation: "C"),
                    lastsentat = table.Column<long>(type: "bigint", nullable: true),
                    failingsince = table.Column<long>(type: "bigint", nullable: true),
                    fault = table.Column<int>(type: "integer", nullable: true),
                    detail = table.Column<string>(type: "text", maxLength: 300, nullable: true, collation: "C"),
                    failures = table.Column<int>(type: "integer", nullable: false),
                    helduntil = table.Column<long>(type: "bigint", nullable: true),
                    exportstartedat = table.Column<long>(type: "bigint", nullable: true),
                    exportendedat = table.Column<long>(type: "bigint", nullable: true),
                    exporttotal = table.Column<long>(type: "bigint", nullable: false),
                    exporttaken = table.Column<long>(type: "bigint", nullable: false),
                    exportafter = table.Column<long>(type: "bigint", nullable: true),
                    exportupto = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_connections", x => x.id);
                    table.CheckConstraint("CK_Connections_are_active_paused_or_deleted", "State BETWEEN 1 AND 3");
                    table.CheckConstraint("CK_Connections_lead_to_something_known", "Kind BETWEEN 1 AND 4");
                });

            migrationBuilder.CreateTable(
                name: "customersegments",
                columns: table => new
                {
                    modelid = table.Column<long>(type: "bigint", nullable: false),
                    customerid = table.Column<long>(type: "bigint", nullable: false),
                    segmentid = table.Column<long>(type: "bigint", nullable: false),
                    previousid = table.Column<long>(type: "bigint", nullable: true),
                    since = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_customersegments", x => new { x.modelid, x.customerid });
                });

            migrationBuilder.CreateTable(
                name: "customerviews",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false, defaultValueSql: "next_id('customerviews')"),
                    name = table.Column<string>(type: "text", maxLength: 60, nullable: false, collation: "C"),
                    query = table.Column<string>(type: "text", maxLength: 2000, nullable: false, collation: "C"),
                    isshared = table.Column<int>(type: "integer", nullable: false),
                    owner = table.Column<string>(type: "text", maxLength: 200, nullable: false, collation: "C"),
                    savedat = table.Column<long>(type: "bigint", nullable: false),
                    ownerkey = table.Column<string>(type: "text", maxLength: 450, nullable: false, collation: "C"),
                    commandkey = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_customerviews", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "exports",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false, defaultValueSql: "next_id('exports')"),
                    key = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    format = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<int>(type: "integer", nullable: false),
                    actor = table.Column<string>(type: "text", maxLength: 200, nullable: false, collation: "C"),
                    actorkey = table.Column<string>(type: "text", maxLength: 450, nullable: false, collation: "C"),
                    reason = table.Column<string>(type: "text", maxLength: 500, nullable: true, collation: "C"),
                    filter = table.Column<string>(type: "text", maxLength: 2000, nullable: true, collation: "C"),
                    columns = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    sortby = table.Column<int>(type: "integer", nullable: false),
                    isdescending = table.Column<int>(type: "integer", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: true),
                    filename = table.Column<string>(type: "text", maxLength: 200, nullable: false, collation: "C"),
                    requestedat = table.Column<long>(type: "bigint", nullable: false),
                    endedat = table.Column<long>(type: "bigint", nullable: true),
                    rows = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_exports", x => x.id);
                    table.CheckConstraint("CK_Exports_come_far_in_four_states", "State BETWEEN 1 AND 4");
                });

            migrationBuilder.CreateTable(
                name: "imports",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false, defaultValueSql: "next_id('imports')"),
                    kind = table.Column<string>(type: "text", maxLength: 20, nullable: false, collation: "C"),
                    filename = table.Column<string>(type: "text", maxLength: 260, nullable: false, collation: "C"),
                    filehash = table.Column<string>(type: "text", maxLength: 64, nullable: false, collation: "C"),
                    integrationid = table.Column<long>(type: "bigint", nullable: false),
                    options = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    header = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    status = table.Column<int>(type: "integer", nullable: false),
                    actor = table.Column<string>(type: "text", maxLength: 200, nullable: false, collation: "C"),
                    createdat = table.Column<long>(type: "bigint", nullable: false),
                    endedat = table.Column<long>(type: "bigint", nullable: true),
                    undoneby = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    undoneat = table.Column<long>(type: "bigint", nullable: true),
                    refusal = table.Column<string>(type: "text", maxLength: 500, nullable: true, collation: "C"),
                    counts_accepted = table.Column<int>(type: "integer", nullable: false),
                    counts_alreadyrecorded = table.Column<int>(type: "integer", nullable: false),
                    counts_committed = table.Column<int>(type: "integer", nullable: false),
                    counts_creditnotes = table.Column<int>(type: "integer", nullable: false),
                    counts_customers = table.Column<int>(type: "integer", nullable: false),
                    counts_customerscreated = table.Column<int>(type: "integer", nullable: false),
                    counts_debt = table.Column<long>(type: "bigint", nullable: false),
                    counts_debtrows = table.Column<int>(type: "integer", nullable: false),
                    counts_entries = table.Column<int>(type: "integer", nullable: false),
                    counts_failed = table.Column<int>(type: "integer", nullable: false),
                    counts_kept = table.Column<int>(type: "integer", nullable: false),
                    counts_lowered = table.Column<int>(type: "integer", nullable: false),
                    counts_orders = table.Column<int>(type: "integer", nullable: false),
                    counts_pointsearned = table.Column<long>(type: "bigint", nullable: false),
                    counts_pointskept = table.Column<long>(type: "bigint", nullable: false),
                    counts_pointstakenback = table.Column<long>(type: "bigint", nullable: false),
                    counts_raised = table.Column<int>(type: "integer", nullable: false),
                    counts_rejected = table.Column<int>(type: "integer", nullable: false),
                    counts_reversed = table.Column<int>(type: "integer", nullable: false),
                    counts_rows = table.Column<int>(type: "integer", nullable: false),
                    counts_skipped = table.Column<int>(type: "integer", nullable: false),
                    counts_tierslocked = table.Column<int>(type: "integer", nullable: false),
                    counts_tiersunlocked = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_imports", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "integrations",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false, defaultValueSql: "next_id('integrations')"),
                    name = table.Column<string>(type: "text", maxLength: 100, nullable: false, collation: "nocase")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_integrations", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "jobruns",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false, defaultValueSql: "next_id('jobruns')"),
                    job = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<int>(type: "integer", nullable: false),
                    startedby = table.Column<string>(type: "text", maxLength: 200, nullable: false, collation: "C"),
                    startedat = table.Column<long>(type: "bigint", nullable: false),
                    seenat = table.Column<long>(type: "bigint", nullable: false),
                    endedat = table.Column<long>(type: "bigint", nullable: true),
                    processed = table.Column<long>(type: "bigint", nullable: false),
                    changed = table.Column<long>(type: "bigint", nullable: false),
                    errors = table.Column<long>(type: "bigint", nullable: false),
                    findings = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    fault = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_jobruns", x => x.id);
                    table.CheckConstraint("CK_JobRuns_end_when_they_are_done", "State NOT IN (2, 3) OR EndedAt IS NOT NULL");
                    table.CheckConstraint("CK_JobRuns_run_or_have_ended", "State IN (1, 2, 3, 4)");
                });

            migrationBuilder.CreateTable(
                name: "programme",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "text", maxLength: 200, nullable: false, collation: "C"),
                    decimals = table.Column<int>(type: "integer", nullable: false),
                    zoneid = table.Column<string>(type: "text", maxLength: 100, nullable: false, collation: "C"),
                    currency = table.Column<string>(type: "text", maxLength: 3, nullable: false, collation: "C"),
                    callingcode = table.Column<string>(type: "text", maxLength: 4, nullable: false, collation: "C"),
                    language = table.Column<string>(type: "text", maxLength: 2, nullable: false, defaultValue: "en", collation: "C"),
                    allowsnegativebalance = table.Column<int>(type: "integer", nullable: false),
                    uniten = table.Column<string>(type: "text", maxLength: 40, nullable: false, defaultValue: "point", collation: "C"),
                    unitsen = table.Column<string>(type: "text", maxLength: 40, nullable: false, defaultValue: "points", collation: "C"),
                    unitde = table.Column<string>(type: "text", maxLength: 40, nullable: false, defaultValue: "Punkt", collation: "C"),
                    unitsde = table.Column<string>(type: "text", maxLength: 40, nullable: false, defaultValue: "Punkte", collation: "C"),
                    stampspercard = table.Column<int>(type: "integer", nullable: true),
                    returnspolicy = table.Column<int>(type: "integer", nullable: false, defaultValue: 3),
                    manualdebitsunallocated = table.Column<int>(type: "integer", nullable: false),
                    reservationminutes = table.Column<int>(type: "integer", nullable: false, defaultValue: 15),
                    tiermonths = table.Column<int>(type: "integer", nullable: false, defaultValue: 12),
                    tierperiod = table.Column<int>(type: "integer", nullable: false, defaultValue: 1),
                    tierdescent = table.Column<int>(type: "integer", nullable: false, defaultValue: 1),
                    tiergracedays = table.Column<int>(type: "integer", nullable: false),
                    lockedpointsqualify = table.Column<int>(type: "integer", nullable: false),
                    goodwillqualifies = table.Column<int>(type: "integer", nullable: false),
                    undominutes = table.Column<int>(type: "integer", nullable: false, defaultValue: 10),
                    mergedelayminutes = table.Column<int>(type: "integer", nullable: false),
                    spendingneedscode = table.Column<int>(type: "integer", nullable: false),
                    isdemo = table.Column<int>(type: "integer", nullable: false),
                    pinsecret = table.Column<byte[]>(type: "bytea", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_programme", x => x.id);
                    table.CheckConstraint("CK_Programme_books_up_to_two_decimals", "Decimals BETWEEN 0 AND 2");
                    table.CheckConstraint("CK_Programme_fills_cards_with_stamps", "StampsPerCard IS NULL OR StampsPerCard BETWEEN 2 AND 1000");
                    table.CheckConstraint("CK_Programme_is_one", "Id = 1");
                    table.CheckConstraint("CK_Programme_keeps_periods_positive", "ReservationMinutes > 0 AND TierMonths > 0 AND TierGraceDays >= 0 AND UndoMinutes >= 0");
                });

            migrationBuilder.CreateTable(
                name: "rewards",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false, defaultValueSql: "next_id('rewards')"),
                    name = table.Column<string>(type: "text", maxLength: 200, nullable: false, collation: "C"),
                    description = table.Column<string>(type: "text", maxLength: 1000, nullable: true, collation: "C"),
                    cost = table.Column<long>(type: "bigint", nullable: false),
                    startsat = table.Column<long>(type: "bigint", nullable: true),
                    endsat = table.Column<long>(type: "bigint", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_rewards", x => x.id);
                    table.CheckConstraint("CK_Rewards_cost_something", "Cost > 0");
                });

            migrationBuilder.CreateTable(
                name: "rolelimits",
                columns: table => new
                {
                    role = table.Column<string>(type: "text", maxLength: 50, nullable: false, collation: "C"),
                    perentry = table.Column<long>(type: "bigint", nullable: true),
                    perday = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_rolelimits", x => x.role);
                    table.CheckConstraint("CK_RoleLimits_are_positive", "PerEntry > 0 AND PerDay > 0");
                });

            migrationBuilder.CreateTable(
                name: "savedmappings",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false, defaultValueSql: "next_id('savedmappings')"),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "text", maxLength: 60, nullable: false, collation: "C"),
                    map = table.Column<string>(type: "text", maxLength: 8000, nullable: false, collation: "C"),
                    savedby = table.Column<string>(type: "text", maxLength: 200, nullable: false, collation: "C"),
                    savedat = table.Column<long>(type: "bigint", nullable: false),
                    headerkey = table.Column<string>(type: "text", maxLength: 64, nullable: false, collation: "C"),
                    commandkey = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_savedmappings", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "segmentmodels",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false, defaultValueSql: "next_id('segmentmodels')"),
                    name = table.Column<string>(type: "text", maxLength: 100, nullable: false, collation: "C"),
                    method = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ischosen = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    currentrun = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_segmentmodels", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "segmentruns",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false, defaultValueSql: "next_id('segmentruns')"),
                    modelid = table.Column<long>(type: "bigint", nullable: false),
                    analysedon = table.Column<string>(type: "text", maxLength: 10, nullable: false, collation: "C"),
                    ranat = table.Column<long>(type: "bigint", nullable: false),
                    ranby = table.Column<string>(type: "text", maxLength: 200, nullable: false, collation: "C"),
                    commandkey = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    state = table.Column<int>(type: "integer", nullable: false),
                    method = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    facts = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    changed = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_segmentruns", x => x.id);
                    table.CheckConstraint("CK_SegmentRuns_are_under_way_or_whole", "State BETWEEN 1 AND 4");
                });

            migrationBuilder.CreateTable(
                name: "segments",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false, defaultValueSql: "next_id('segments')"),
                    modelid = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    place = table.Column<int>(type: "integer", nullable: true),
                    name = table.Column<string>(type: "text", maxLength: 100, nullable: false, collation: "C"),
                    rule = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_segments", x => x.id);
                    table.CheckConstraint("CK_Segments_have_a_kind", "Kind IN (1, 2, 3)");
                });

            migrationBuilder.CreateTable(
                name: "segmentscores",
                columns: table => new
                {
                    runid = table.Column<long>(type: "bigint", nullable: false),
                    customerid = table.Column<long>(type: "bigint", nullable: false),
                    recency = table.Column<int>(type: "integer", nullable: false),
                    frequency = table.Column<int>(type: "integer", nullable: false),
                    monetary = table.Column<long>(type: "bigint", nullable: false),
                    r = table.Column<int>(type: "integer", nullable: false),
                    f = table.Column<int>(type: "integer", nullable: false),
                    m = table.Column<int>(type: "integer", nullable: false),
                    segmentid = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_segmentscores", x => new { x.runid, x.customerid });
                });

            migrationBuilder.CreateTable(
                name: "segmentsizes",
                columns: table => new
                {
                    runid = table.Column<long>(type: "bigint", nullable: false),
                    segmentid = table.Column<long>(type: "bigint", nullable: false),
                    place = table.Column<int>(type: "integer", nullable: false),
                    customers = table.Column<long>(type: "bigint", nullable: false),
                    revenue = table.Column<long>(type: "bigint", nullable: false),
                    points = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_segmentsizes", x => new { x.runid, x.segmentid });
                });

            migrationBuilder.CreateTable(
                name: "staffdays",
                columns: table => new
                {
                    staffkey = table.Column<string>(type: "text", maxLength: 200, nullable: false, collation: "C"),
                    day = table.Column<string>(type: "text", maxLength: 10, nullable: false, collation: "C"),
                    points = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_staffdays", x => new { x.staffkey, x.day });
                    table.CheckConstraint("CK_StaffDays_never_fall_below_nothing", "Points >= 0");
                });

            migrationBuilder.CreateTable(
                name: "tierchanges",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    customerid = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    fromid = table.Column<long>(type: "bigint", nullable: false),
                    fromname = table.Column<string>(type: "text", maxLength: 100, nullable: false, collation: "C"),
                    toid = table.Column<long>(type: "bigint", nullable: false),
                    toname = table.Column<string>(type: "text", maxLength: 100, nullable: false, collation: "C"),
                    cause = table.Column<int>(type: "integer", nullable: false),
                    qualifying = table.Column<long>(type: "bigint", nullable: false),
                    threshold = table.Column<long>(type: "bigint", nullable: false),
                    @lock = table.Column<int>(name: "lock", type: "integer", nullable: false),
                    until = table.Column<long>(type: "bigint", nullable: true),
                    actor = table.Column<string>(type: "text", maxLength: 200, nullable: true, collation: "C"),
                    note = table.Column<string>(type: "text", maxLength: 2000, nullable: true, collation: "C"),
                    runid = table.Column<long>(type: "bigint", nullable: true),
                    commandkey = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    fingerprint = table.Column<byte[]>(type: "bytea", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tierchanges", x => x.id);
                    table.CheckConstraint("CK_TierChanges_name_who_acted_by_hand", "(Cause = 5) = (Actor IS NOT NULL)");
                });

            migrationBuilder.CreateTable(
                name: "tiergrants",
                columns: table => new
                {
                    customerid = table.Column<long>(type: "bigint", nullable: false),
                    tierid = table.Column<long>(type: "bigint", nullable: false),
                    cycle = table.Column<int>(type: "integer", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    points = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tiergrants", x => new { x.customerid, x.tierid, x.cycle });
                });

            migrationBuilder.CreateTable(
                name: "tierruns",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    endedat = table.Column<long>(type: "bigint", nullable: true),
                    rules = table.Column<string>(type: "text", maxLength: 10000, nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tierruns", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "tiers",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false, defaultValueSql: "next_id('tiers')"),
                    name = table.Column<string>(type: "text", maxLength: 100, nullable: false, collation: "C"),
                    rank = table.Column<int>(type: "integer", nullable: false),
                    threshold = table.Column<long>(type: "bigint", nullable: false),
                    entrypoints = table.Column<long>(type: "bigint", nullable: false),
                    entrymonths = table.Column<int>(type: "integer", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tiers", x => x.id);
                    table.CheckConstraint("CK_Tiers_begin_at_nothing", "(Rank = 0) = (Threshold = 0) AND Threshold >= 0");
                    table.CheckConstraint("CK_Tiers_give_something_or_nothing", "EntryPoints >= 0 AND (EntryMonths IS NULL OR EntryMonths > 0)");
                });

            migrationBuilder.CreateTable(
                name: "campaignterms",
                columns: table => new
                {
                    campaignid = table.Column<long>(type: "bigint", nullable: false),
                    until = table.Column<long>(type: "bigint", nullable: false),
                    startsat = table.Column<long>(type: "bigint", nullable: true),
                    rate = table.Column<long>(type: "bigint", nullable: false),
                    category = table.Column<string>(type: "text", maxLength: 500, nullable: true, collation: "C"),
                    sku = table.Column<string>(type: "text", maxLength: 200, nullable: true, collation: "C"),
                    variant = table.Column<string>(type: "text", maxLength: 200, nullable: true, collation: "C"),
                    lockdays = table.Column<int>(type: "integer", nullable: false),
                    validitymonths = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_campaignterms", x => new { x.campaignid, x.until });
                    table.ForeignKey(
                        name: "fk_campaignterms_campaigns_campaignid",
                        column: x => x.campaignid,
                        principalTable: "campaigns",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "importdocuments",
                columns: table => new
                {
                    importid = table.Column<long>(type: "bigint", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    firstline = table.Column<long>(type: "bigint", nullable: false),
                    rows = table.Column<int>(type: "integer", nullable: false),
                    orderref = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    type = table.Column<int>(type: "integer", nullable: false),
                    originalorderref = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    customerkey = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    email = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    phone = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    name = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    placedat = table.Column<long>(type: "bigint", nullable: false),
                    currency = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    goodstotal = table.Column<long>(type: "bigint", nullable: false),
                    hash = table.Column<long>(type: "bigint", nullable: false),
                    state = table.Column<int>(type: "integer", nullable: false),
                    reason = table.Column<int>(type: "integer", nullable: true),
                    reasondetail = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    customerid = table.Column<long>(type: "bigint", nullable: true),
                    points = table.Column<long>(type: "bigint", nullable: false),
                    balancebefore = table.Column<long>(type: "bigint", nullable: false),
                    balanceafter = table.Column<long>(type: "bigint", nullable: false),
                    orderid = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_importdocuments", x => new { x.importid, x.number });
                    table.ForeignKey(
                        name: "fk_importdocuments_imports_importid",
                        column: x => x.importid,
                        principalTable: "imports",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "importedcoupons",
                columns: table => new
                {
                    importid = table.Column<long>(type: "bigint", nullable: false),
                    line = table.Column<long>(type: "bigint", nullable: false),
                    campaignid = table.Column<long>(type: "bigint", nullable: true),
                    identifier = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    heldbefore = table.Column<int>(type: "integer", nullable: false),
                    couponid = table.Column<long>(type: "bigint", nullable: true),
                    state = table.Column<int>(type: "integer", nullable: false),
                    reason = table.Column<int>(type: "integer", nullable: true),
                    reasondetail = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    named = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    customerid = table.Column<long>(type: "bigint", nullable: true),
                    cells = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_importedcoupons", x => new { x.importid, x.line });
                    table.ForeignKey(
                        name: "fk_importedcoupons_imports_importid",
                        column: x => x.importid,
                        principalTable: "imports",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "importedcustomers",
                columns: table => new
                {
                    importid = table.Column<long>(type: "bigint", nullable: false),
                    line = table.Column<long>(type: "bigint", nullable: false),
                    isnew = table.Column<int>(type: "integer", nullable: false),
                    given = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    changes = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    state = table.Column<int>(type: "integer", nullable: false),
                    reason = table.Column<int>(type: "integer", nullable: true),
                    reasondetail = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    named = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    customerid = table.Column<long>(type: "bigint", nullable: true),
                    cells = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_importedcustomers", x => new { x.importid, x.line });
                    table.ForeignKey(
                        name: "fk_importedcustomers_imports_importid",
                        column: x => x.importid,
                        principalTable: "imports",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "importedpoints",
                columns: table => new
                {
                    importid = table.Column<long>(type: "bigint", nullable: false),
                    line = table.Column<long>(type: "bigint", nullable: false),
                    customerid = table.Column<long>(type: "bigint", nullable: false),
                    mode = table.Column<int>(type: "integer", nullable: false),
                    points = table.Column<long>(type: "bigint", nullable: false),
                    lockeduntil = table.Column<long>(type: "bigint", nullable: true),
                    validuntil = table.Column<long>(type: "bigint", nullable: true),
                    internalreason = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    customertext = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    identifier = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    difference = table.Column<long>(type: "bigint", nullable: false),
                    balancebefore = table.Column<long>(type: "bigint", nullable: false),
                    balanceafter = table.Column<long>(type: "bigint", nullable: false),
                    lockedbefore = table.Column<long>(type: "bigint", nullable: false),
                    lockedafter = table.Column<long>(type: "bigint", nullable: false),
                    tierbefore = table.Column<long>(type: "bigint", nullable: true),
                    tierafter = table.Column<long>(type: "bigint", nullable: true),
                    debt = table.Column<long>(type: "bigint", nullable: false),
                    entryid = table.Column<long>(type: "bigint", nullable: true),
                    state = table.Column<int>(type: "integer", nullable: false),
                    reason = table.Column<int>(type: "integer", nullable: true),
                    reasondetail = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    named = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    cells = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_importedpoints", x => new { x.importid, x.customerid, x.line });
                    table.ForeignKey(
                        name: "fk_importedpoints_imports_importid",
                        column: x => x.importid,
                        principalTable: "imports",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "importedpointslines",
                columns: table => new
                {
                    importid = table.Column<long>(type: "bigint", nullable: false),
                    line = table.Column<long>(type: "bigint", nullable: false),
                    customerid = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_importedpointslines", x => new { x.importid, x.line });
                    table.ForeignKey(
                        name: "fk_importedpointslines_imports_importid",
                        column: x => x.importid,
                        principalTable: "imports",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "importedtiers",
                columns: table => new
                {
                    importid = table.Column<long>(type: "bigint", nullable: false),
                    line = table.Column<long>(type: "bigint", nullable: false),
                    tier = table.Column<long>(type: "bigint", nullable: true),
                    locks = table.Column<int>(type: "integer", nullable: true),
                    locksuntil = table.Column<long>(type: "bigint", nullable: true),
                    note = table.Column<string>(type: "text", maxLength: 2000, nullable: true, collation: "C"),
                    tierbefore = table.Column<long>(type: "bigint", nullable: true),
                    tierafter = table.Column<long>(type: "bigint", nullable: true),
                    lockbefore = table.Column<int>(type: "integer", nullable: false),
                    lockafter = table.Column<int>(type: "integer", nullable: false),
                    lockeduntilbefore = table.Column<long>(type: "bigint", nullable: true),
                    lockeduntilafter = table.Column<long>(type: "bigint", nullable: true),
                    sincebefore = table.Column<long>(type: "bigint", nullable: true),
                    duebefore = table.Column<long>(type: "bigint", nullable: true),
                    keptuntilbefore = table.Column<long>(type: "bigint", nullable: true),
                    heldbefore = table.Column<long>(type: "bigint", nullable: true),
                    lockedbybefore = table.Column<string>(type: "text", maxLength: 200, nullable: true, collation: "C"),
                    lockreasonbefore = table.Column<string>(type: "text", maxLength: 2000, nullable: true, collation: "C"),
                    changeid = table.Column<long>(type: "bigint", nullable: true),
                    state = table.Column<int>(type: "integer", nullable: false),
                    reason = table.Column<int>(type: "integer", nullable: true),
                    reasondetail = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    named = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    customerid = table.Column<long>(type: "bigint", nullable: true),
                    cells = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_importedtiers", x => new { x.importid, x.line });
                    table.ForeignKey(
                        name: "fk_importedtiers_imports_importid",
                        column: x => x.importid,
                        principalTable: "imports",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "importrows",
                columns: table => new
                {
                    importid = table.Column<long>(type: "bigint", nullable: false),
                    document = table.Column<int>(type: "integer", nullable: false),
                    line = table.Column<long>(type: "bigint", nullable: false),
                    reason = table.Column<int>(type: "integer", nullable: true),
                    reasondetail = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    orderref = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    customerkey = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    email = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    phone = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    name = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    placedat = table.Column<long>(type: "bigint", nullable: true),
                    type = table.Column<int>(type: "integer", nullable: true),
                    originalorderref = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    sku = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    itemname = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    category = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    quantity = table.Column<long>(type: "bigint", nullable: false),
                    unitprice = table.Column<long>(type: "bigint", nullable: false),
                    amount = table.Column<long>(type: "bigint", nullable: false),
                    total = table.Column<long>(type: "bigint", nullable: true),
                    currency = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    hash = table.Column<long>(type: "bigint", nullable: false),
                    cells = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_importrows", x => new { x.importid, x.document, x.line });
                    table.ForeignKey(
                        name: "fk_importrows_imports_importid",
                        column: x => x.importid,
                        principalTable: "imports",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "answeredcalls",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    integrationid = table.Column<long>(type: "bigint", nullable: false),
                    key = table.Column<string>(type: "text", maxLength: 200, nullable: false, collation: "C"),
                    content = table.Column<byte[]>(type: "bytea", nullable: false),
                    status = table.Column<int>(type: "integer", nullable: false),
                    body = table.Column<byte[]>(type: "bytea", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    customerid = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_answeredcalls", x => x.id);
                    table.ForeignKey(
                        name: "fk_answeredcalls_integrations_integrationid",
                        column: x => x.integrationid,
                        principalTable: "integrations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "integrationkeys",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false, defaultValueSql: "next_id('integrationkeys')"),
                    integrationid = table.Column<long>(type: "bigint", nullable: false),
                    prefix = table.Column<string>(type: "text", maxLength: 8, nullable: false, collation: "C"),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    scopes = table.Column<int>(type: "integer", nullable: false),
                    createdat = table.Column<long>(type: "bigint", nullable: false),
                    createdby = table.Column<string>(type: "text", maxLength: 200, nullable: false, collation: "C"),
                    revokedat = table.Column<long>(type: "bigint", nullable: true),
                    revokedby = table.Column<string>(type: "text", maxLength: 200, nullable: true, collation: "C"),
                    lastcallat = table.Column<long>(type: "bigint", nullable: true),
                    calls = table.Column<long>(type: "bigint", nullable: false),
                    problems = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_integrationkeys", x => x.id);
                    table.CheckConstraint("CK_IntegrationKeys_are_revoked_by_somebody", "(RevokedAt IS NULL) = (RevokedBy IS NULL)");
                    table.CheckConstraint("CK_IntegrationKeys_open_something", "Scopes > 0");
                    table.ForeignKey(
                        name: "fk_integrationkeys_integrations_integrationid",
                        column: x => x.integrationid,
                        principalTable: "integrations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "unmatcheddocuments",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    integrationid = table.Column<long>(type: "bigint", nullable: false),
                    refid = table.Column<string>(type: "text", maxLength: 320, nullable: false, collation: "C"),
                    type = table.Column<int>(type: "integer", nullable: false),
                    sought = table.Column<string>(type: "text", maxLength: 320, nullable: false, collation: "C"),
                    content = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    state = table.Column<int>(type: "integer", nullable: false),
                    receivedat = table.Column<long>(type: "bigint", nullable: false),
                    settledat = table.Column<long>(type: "bigint", nullable: true),
                    settledby = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    settledreason = table.Column<string>(type: "text", maxLength: 500, nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_unmatcheddocuments", x => x.id);
                    table.CheckConstraint("CK_UnmatchedDocuments_wait_or_are_settled", "State IN (1, 2, 3)");
                    table.ForeignKey(
                        name: "fk_unmatcheddocuments_integrations_integrationid",
                        column: x => x.integrationid,
                        principalTable: "integrations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "customers",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false, defaultValueSql: "next_id('customers')"),
                    refid = table.Column<string>(type: "text", maxLength: 320, nullable: true, collation: "C"),
                    integrationid = table.Column<long>(type: "bigint", nullable: false),
                    name = table.Column<string>(type: "text", maxLength: 1000, nullable: true, collation: "C"),
                    firstname = table.Column<string>(type: "text", maxLength: 200, nullable: true, collation: "C"),
                    lastname = table.Column<string>(type: "text", maxLength: 200, nullable: true, collation: "C"),
                    company = table.Column<string>(type: "text", maxLength: 200, nullable: true, collation: "C"),
                    salutation = table.Column<string>(type: "text", maxLength: 200, nullable: true, collation: "C"),
                    email = table.Column<string>(type: "text", maxLength: 320, nullable: true, collation: "C"),
                    phone = table.Column<string>(type: "text", maxLength: 320, nullable: true, collation: "C"),
                    birthday = table.Column<string>(type: "text", maxLength: 10, nullable: true, collation: "C"),
                    language = table.Column<string>(type: "text", maxLength: 2, nullable: true, collation: "C"),
                    nameday = table.Column<string>(type: "text", maxLength: 5, nullable: true, collation: "C"),
                    customergroup = table.Column<string>(type: "text", maxLength: 200, nullable: true, collation: "C"),
                    cardnumber = table.Column<string>(type: "text", maxLength: 200, nullable: true, collation: "C"),
                    gender = table.Column<int>(type: "integer", nullable: true),
                    isregistered = table.Column<int>(type: "integer", nullable: false),
                    islocked = table.Column<int>(type: "integer", nullable: false),
                    status = table.Column<int>(type: "integer", nullable: false),
                    tierid = table.Column<long>(type: "bigint", nullable: false),
                    tiersince = table.Column<long>(type: "bigint", nullable: true),
                    tierdueat = table.Column<long>(type: "bigint", nullable: true),
                    tierkeptuntil = table.Column<long>(type: "bigint", nullable: true),
                    tierlock = table.Column<int>(type: "integer", nullable: false, defaultValueSql: "0"),
                    tierlockeduntil = table.Column<long>(type: "bigint", nullable: true),
                    tierlockedby = table.Column<string>(type: "text", maxLength: 200, nullable: true, collation: "C"),
                    tierlockreason = table.Column<string>(type: "text", maxLength: 2000, nullable: true, collation: "C"),
                    tierheldat = table.Column<long>(type: "bigint", nullable: true),
                    tierevaluatedat = table.Column<long>(type: "bigint", nullable: true),
                    enrolledat = table.Column<long>(type: "bigint", nullable: false),
                    modifiedat = table.Column<long>(type: "bigint", nullable: false),
                    leftat = table.Column<long>(type: "bigint", nullable: true),
                    mergedinto = table.Column<long>(type: "bigint", nullable: true),
                    registrationkey = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    namekey = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    lastnamekey = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    emailkey = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    phonedigits = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_customers", x => x.id);
                    table.CheckConstraint("CK_Customers_are_active_inactive_or_deleted", "Status IN (1, 2, 3)");
                    table.CheckConstraint("CK_Customers_keep_bounded_names", "Name IS NULL OR length(Name) <= 1000");
                    table.ForeignKey(
                        name: "fk_customers_integrations_integrationid",
                        column: x => x.integrationid,
                        principalTable: "integrations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_customers_tiers_tierid",
                        column: x => x.tierid,
                        principalTable: "tiers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "callproblems",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    keyid = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    method = table.Column<string>(type: "text", maxLength: 10, nullable: false, collation: "C"),
                    route = table.Column<string>(type: "text", maxLength: 200, nullable: false, collation: "C"),
                    status = table.Column<int>(type: "integer", nullable: false),
                    code = table.Column<string>(type: "text", maxLength: 100, nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_callproblems", x => x.id);
                    table.ForeignKey(
                        name: "fk_callproblems_integrationkeys_keyid",
                        column: x => x.keyid,
                        principalTable: "integrationkeys",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "accounts",
                columns: table => new
                {
                    customerid = table.Column<long>(type: "bigint", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    collected = table.Column<long>(type: "bigint", nullable: false),
                    expired = table.Column<long>(type: "bigint", nullable: false),
                    locked = table.Column<long>(type: "bigint", nullable: false),
                    redeemable = table.Column<long>(type: "bigint", nullable: false),
                    debt = table.Column<long>(type: "bigint", nullable: false),
                    balance = table.Column<long>(type: "bigint", nullable: false),
                    nextchangeat = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_accounts", x => x.customerid);
                    table.CheckConstraint("CK_Accounts_balance_is_total_less_debt", "Balance = Locked + Redeemable - Debt");
                    table.CheckConstraint("CK_Accounts_hold_no_negative_figure", "Locked >= 0 AND Redeemable >= 0 AND Debt >= 0 AND Expired >= 0");
                    table.CheckConstraint("CK_Accounts_redeem_nothing_while_in_debt", "Debt = 0 OR Redeemable = 0");
                    table.ForeignKey(
                        name: "fk_accounts_customers_customerid",
                        column: x => x.customerid,
                        principalTable: "customers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "approvalrequests",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false, defaultValueSql: "next_id('approvalrequests')"),
                    deed = table.Column<int>(type: "integer", nullable: false),
                    customerid = table.Column<long>(type: "bigint", nullable: false),
                    points = table.Column<long>(type: "bigint", nullable: false),
                    cause = table.Column<int>(type: "integer", nullable: false),
                    status = table.Column<int>(type: "integer", nullable: false),
                    actor = table.Column<string>(type: "text", maxLength: 200, nullable: false, collation: "C"),
                    createdat = table.Column<long>(type: "bigint", nullable: false),
                    decidedat = table.Column<long>(type: "bigint", nullable: true),
                    decidedby = table.Column<string>(type: "text", maxLength: 200, nullable: true, collation: "C"),
                    remarks = table.Column<string>(type: "text", maxLength: 2000, nullable: true, collation: "C"),
                    actorkey = table.Column<string>(type: "text", maxLength: 200, nullable: false, collation: "C"),
                    content = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    commandkey = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    decisionkey = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_approvalrequests", x => x.id);
                    table.CheckConstraint("CK_ApprovalRequests_are_decided_by_somebody", "Status BETWEEN 1 AND 5 AND (Status NOT IN (2, 3) OR DecidedBy IS NOT NULL)");
                    table.ForeignKey(
                        name: "fk_approvalrequests_customers_customerid",
                        column: x => x.customerid,
                        principalTable: "customers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "connectioncontacts",
                columns: table => new
                {
                    connectionid = table.Column<long>(type: "bigint", nullable: false),
                    customerid = table.Column<long>(type: "bigint", nullable: false),
                    state = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    nextattemptat = table.Column<long>(type: "bigint", nullable: false),
                    claimeduntil = table.Column<long>(type: "bigint", nullable: true),
                    isexported = table.Column<int>(type: "integer", nullable: false),
                    sentat = table.Column<long>(type: "bigint", nullable: true),
                    sentproof = table.Column<byte[]>(type: "bytea", nullable: true),
                    sentaddress = table.Column<byte[]>(type: "bytea", nullable: true),
                    fault = table.Column<int>(type: "integer", nullable: true),
                    detail = table.Column<string>(type: "text", maxLength: 300, nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_connectioncontacts", x => new { x.connectionid, x.customerid });
                    table.CheckConstraint("CK_ConnectionContacts_are_sent_waiting_or_refused", "State IN (0, 1, 2)");
                    table.ForeignKey(
                        name: "fk_connectioncontacts_connections_connectionid",
                        column: x => x.connectionid,
                        principalTable: "connections",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_connectioncontacts_customers_customerid",
                        column: x => x.customerid,
                        principalTable: "customers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "customernotes",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false, defaultValueSql: "next_id('customernotes')"),
                    customerid = table.Column<long>(type: "bigint", nullable: false),
                    fromcustomerid = table.Column<long>(type: "bigint", nullable: true),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    text = table.Column<string>(type: "text", maxLength: 2000, nullable: false, collation: "C"),
                    author = table.Column<string>(type: "text", maxLength: 200, nullable: false, collation: "C"),
                    createdat = table.Column<long>(type: "bigint", nullable: false),
                    editedat = table.Column<long>(type: "bigint", nullable: true),
                    authorkey = table.Column<string>(type: "text", maxLength: 200, nullable: false, collation: "C"),
                    deletedat = table.Column<long>(type: "bigint", nullable: true),
                    commandkey = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_customernotes", x => x.id);
                    table.CheckConstraint("CK_CustomerNotes_are_complaints_queries_reminders_or_others", "Kind IN (1, 2, 3, 4)");
                    table.CheckConstraint("CK_CustomerNotes_say_no_more_than_fits", "length(Text) <= 2000");
                    table.ForeignKey(
                        name: "fk_customernotes_customers_customerid",
                        column: x => x.customerid,
                        principalTable: "customers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "customerpins",
                columns: table => new
                {
                    customerid = table.Column<long>(type: "bigint", nullable: false),
                    resets = table.Column<int>(type: "integer", nullable: false),
                    tries = table.Column<int>(type: "integer", nullable: false),
                    lasttryat = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_customerpins", x => x.customerid);
                    table.ForeignKey(
                        name: "fk_customerpins_customers_customerid",
                        column: x => x.customerid,
                        principalTable: "customers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "erasures",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    customerid = table.Column<long>(type: "bigint", nullable: false),
                    mergedinto = table.Column<long>(type: "bigint", nullable: true),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    actor = table.Column<string>(type: "text", maxLength: 200, nullable: false, collation: "C"),
                    commandkey = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    cleared = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_erasures", x => x.id);
                    table.ForeignKey(
                        name: "fk_erasures_customers_customerid",
                        column: x => x.customerid,
                        principalTable: "customers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "mergerequests",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false, defaultValueSql: "next_id('mergerequests')"),
                    requestby = table.Column<string>(type: "text", maxLength: 320, nullable: true, collation: "C"),
                    requestfor = table.Column<string>(type: "text", maxLength: 320, nullable: true, collation: "C"),
                    mainid = table.Column<long>(type: "bigint", nullable: false),
                    integratedid = table.Column<long>(type: "bigint", nullable: false),
                    remarks = table.Column<string>(type: "text", maxLength: 2000, nullable: true, collation: "C"),
                    status = table.Column<int>(type: "integer", nullable: false),
                    confirmedat = table.Column<long>(type: "bigint", nullable: true),
                    integrationid = table.Column<long>(type: "bigint", nullable: true),
                    actor = table.Column<string>(type: "text", maxLength: 200, nullable: false, collation: "C"),
                    submitterkey = table.Column<string>(type: "text", maxLength: 200, nullable: true, collation: "C"),
                    createdat = table.Column<long>(type: "bigint", nullable: false),
                    decidedat = table.Column<long>(type: "bigint", nullable: true),
                    decidedby = table.Column<string>(type: "text", maxLength: 200, nullable: true, collation: "C"),
                    approvedby = table.Column<string>(type: "text", maxLength: 200, nullable: true, collation: "C"),
                    approvedat = table.Column<long>(type: "bigint", nullable: true),
                    runsat = table.Column<long>(type: "bigint", nullable: true),
                    failure = table.Column<string>(type: "text", maxLength: 200, nullable: true, collation: "C"),
                    agreed = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    approvalkey = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    manifest = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    decisionkey = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    commandkey = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_mergerequests", x => x.id);
                    table.CheckConstraint("CK_MergeRequests_are_open_or_decided", "Status BETWEEN 1 AND 5");
                    table.CheckConstraint("CK_MergeRequests_name_two_accounts", "MainId <> IntegratedId");
                    table.ForeignKey(
                        name: "fk_mergerequests_customers_integratedid",
                        column: x => x.integratedid,
                        principalTable: "customers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_mergerequests_customers_mainid",
                        column: x => x.mainid,
                        principalTable: "customers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_mergerequests_integrations_integrationid",
                        column: x => x.integrationid,
                        principalTable: "integrations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "messages",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false, defaultValueSql: "next_id('messages')"),
                    key = table.Column<string>(type: "text", maxLength: 200, nullable: false, collation: "C"),
                    reference = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    channel = table.Column<int>(type: "integer", nullable: false),
                    template = table.Column<int>(type: "integer", nullable: false),
                    language = table.Column<string>(type: "text", maxLength: 2, nullable: false, collation: "C"),
                    customerid = table.Column<long>(type: "bigint", nullable: true),
                    whomay = table.Column<string>(type: "text", maxLength: 100, nullable: true, collation: "C"),
                    staffid = table.Column<string>(type: "text", maxLength: 200, nullable: true, collation: "C"),
                    notto = table.Column<string>(type: "text", maxLength: 200, nullable: true, collation: "C"),
                    parameters = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    state = table.Column<int>(type: "integer", nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    createdat = table.Column<long>(type: "bigint", nullable: false),
                    nextattemptat = table.Column<long>(type: "bigint", nullable: false),
                    claimeduntil = table.Column<long>(type: "bigint", nullable: true),
                    sentat = table.Column<long>(type: "bigint", nullable: true),
                    sentto = table.Column<string>(type: "text", maxLength: 320, nullable: true, collation: "C"),
                    fault = table.Column<int>(type: "integer", nullable: true),
                    detail = table.Column<string>(type: "text", maxLength: 500, nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_messages", x => x.id);
                    table.CheckConstraint("CK_Messages_have_one_kind_of_reader", "(CustomerId IS NULL) <> (WhoMay IS NULL)");
                    table.CheckConstraint("CK_Messages_left_at_some_time", "(State = 2) = (SentAt IS NOT NULL)");
                    table.CheckConstraint("CK_Messages_wait_or_are_settled", "State BETWEEN 1 AND 5");
                    table.ForeignKey(
                        name: "fk_messages_customers_customerid",
                        column: x => x.customerid,
                        principalTable: "customers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "onetimecodes",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false, defaultValueSql: "next_id('onetimecodes')"),
                    customerid = table.Column<long>(type: "bigint", nullable: false),
                    salt = table.Column<byte[]>(type: "bytea", nullable: false),
                    createdat = table.Column<long>(type: "bigint", nullable: false),
                    expiresat = table.Column<long>(type: "bigint", nullable: false),
                    state = table.Column<int>(type: "integer", nullable: false),
                    tries = table.Column<int>(type: "integer", nullable: false),
                    settledat = table.Column<long>(type: "bigint", nullable: true),
                    entryid = table.Column<long>(type: "bigint", nullable: true),
                    actor = table.Column<string>(type: "text", maxLength: 200, nullable: false, collation: "C"),
                    commandkey = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_onetimecodes", x => x.id);
                    table.CheckConstraint("CK_OneTimeCodes_spend_when_they_are_used", "EntryId IS NULL OR State = 2");
                    table.CheckConstraint("CK_OneTimeCodes_wait_or_are_settled", "State BETWEEN 1 AND 4");
                    table.ForeignKey(
                        name: "fk_onetimecodes_customers_customerid",
                        column: x => x.customerid,
                        principalTable: "customers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "orders",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false, defaultValueSql: "next_id('orders')"),
                    customerid = table.Column<long>(type: "bigint", nullable: false),
                    integrationid = table.Column<long>(type: "bigint", nullable: false),
                    refid = table.Column<string>(type: "text", maxLength: 320, nullable: false, collation: "C"),
                    type = table.Column<int>(type: "integer", nullable: false),
                    originalorderid = table.Column<long>(type: "bigint", nullable: true),
                    placedat = table.Column<long>(type: "bigint", nullable: false),
                    currency = table.Column<string>(type: "text", maxLength: 3, nullable: false, collation: "C"),
                    goodstotal = table.Column<long>(type: "bigint", nullable: false),
                    shipping = table.Column<long>(type: "bigint", nullable: false),
                    fingerprint = table.Column<long>(type: "bigint", nullable: false),
                    importid = table.Column<long>(type: "bigint", nullable: true),
                    terminalid = table.Column<string>(type: "text", maxLength: 100, nullable: true, collation: "C"),
                    createdat = table.Column<long>(type: "bigint", nullable: false),
                    billing_city = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    billing_company = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    billing_country = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    billing_name = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    billing_postalcode = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    billing_street = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    delivery_city = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    delivery_company = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    delivery_country = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    delivery_name = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    delivery_postalcode = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    delivery_street = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_orders", x => x.id);
                    table.CheckConstraint("CK_Orders_are_orders_or_credit_notes", "Type IN (1, 2)");
                    table.CheckConstraint("CK_Orders_take_back_only_as_credit_notes", "OriginalOrderId IS NULL OR Type = 2");
                    table.ForeignKey(
                        name: "fk_orders_customers_customerid",
                        column: x => x.customerid,
                        principalTable: "customers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_orders_integrations_integrationid",
                        column: x => x.integrationid,
                        principalTable: "integrations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_orders_orders_originalorderid",
                        column: x => x.originalorderid,
                        principalTable: "orders",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "referralevents",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    customerid = table.Column<long>(type: "bigint", nullable: false),
                    type = table.Column<int>(type: "integer", nullable: false),
                    referred = table.Column<long>(type: "bigint", nullable: true),
                    integrationid = table.Column<long>(type: "bigint", nullable: true),
                    occurredat = table.Column<long>(type: "bigint", nullable: false),
                    createdat = table.Column<long>(type: "bigint", nullable: false),
                    commandkey = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_referralevents", x => x.id);
                    table.CheckConstraint("CK_ReferralEvents_are_visits_or_conversions", "Type IN (1, 2)");
                    table.CheckConstraint("CK_ReferralEvents_refer_others", "Referred IS NULL OR Referred <> CustomerId");
                    table.ForeignKey(
                        name: "fk_referralevents_customers_customerid",
                        column: x => x.customerid,
                        principalTable: "customers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_referralevents_customers_referred",
                        column: x => x.referred,
                        principalTable: "customers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_referralevents_integrations_integrationid",
                        column: x => x.integrationid,
                        principalTable: "integrations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "ledgerentries",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false, defaultValueSql: "next_id('ledgerentries')"),
                    customerid = table.Column<long>(type: "bigint", nullable: false),
                    originalcustomerid = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    points = table.Column<long>(type: "bigint", nullable: false),
                    status = table.Column<int>(type: "integer", nullable: false),
                    isdebt = table.Column<int>(type: "integer", nullable: false),
                    isunallocated = table.Column<int>(type: "integer", nullable: false),
                    correctsid = table.Column<long>(type: "bigint", nullable: true),
                    takesback = table.Column<int>(type: "integer", nullable: true),
                    campaignid = table.Column<long>(type: "bigint", nullable: true),
                    integrationid = table.Column<long>(type: "bigint", nullable: true),
                    orderid = table.Column<long>(type: "bigint", nullable: true),
                    lotid = table.Column<long>(type: "bigint", nullable: true),
                    couponcode = table.Column<string>(type: "text", maxLength: 50, nullable: true, collation: "C"),
                    effectiveat = table.Column<long>(type: "bigint", nullable: false),
                    createdat = table.Column<long>(type: "bigint", nullable: false),
                    actor = table.Column<string>(type: "text", maxLength: 200, nullable: false, collation: "C"),
                    reason = table.Column<int>(type: "integer", nullable: true),
                    internalreason = table.Column<string>(type: "text", maxLength: 2000, nullable: true, collation: "C"),
                    customertext = table.Column<string>(type: "text", maxLength: 2000, nullable: true, collation: "C"),
                    importid = table.Column<long>(type: "bigint", nullable: true),
                    commandkey = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ledgerentries", x => x.id);
                    table.CheckConstraint("CK_LedgerEntries_are_active_or_discarded", "Status IN (1, 2)");
                    table.CheckConstraint("CK_LedgerEntries_credit_or_deduct_as_their_kind_says", "(Kind IN (1, 2, 3, 4, 5, 10, 11, 12, 13, 14) AND Points > 0) OR (Kind IN (6, 7, 8, 9) AND Points < 0) OR Kind = 15");
                    table.CheckConstraint("CK_LedgerEntries_leave_lots_alone_only_by_hand", "IsUnallocated = 0 OR (Kind = 6 AND IsDebt = 0)");
                    table.CheckConstraint("CK_LedgerEntries_move_a_bounded_amount", "Points BETWEEN -100000000000 AND 100000000000");
                    table.CheckConstraint("CK_LedgerEntries_move_something", "Points <> 0");
                    table.CheckConstraint("CK_LedgerEntries_name_the_lot_that_expired", "(Kind = 8) = (LotId IS NOT NULL)");
                    table.CheckConstraint("CK_LedgerEntries_name_what_they_correct", "CorrectsId IS NOT NULL OR Kind NOT IN (14, 15)");
                    table.CheckConstraint("CK_LedgerEntries_owe_only_by_deduction", "IsDebt = 0 OR Points < 0");
                    table.CheckConstraint("CK_LedgerEntries_say_what_they_take_back", "(Kind = 9) = (TakesBack IS NOT NULL)");
                    table.ForeignKey(
                        name: "fk_ledgerentries_customers_customerid",
                        column: x => x.customerid,
                        principalTable: "customers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_ledgerentries_ledgerentries_correctsid",
                        column: x => x.correctsid,
                        principalTable: "ledgerentries",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_ledgerentries_orders_orderid",
                        column: x => x.orderid,
                        principalTable: "orders",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "orderpositions",
                columns: table => new
                {
                    orderid = table.Column<long>(type: "bigint", nullable: false),
                    line = table.Column<int>(type: "integer", nullable: false),
                    sku = table.Column<string>(type: "text", maxLength: 200, nullable: true, collation: "C"),
                    variant = table.Column<string>(type: "text", maxLength: 200, nullable: true, collation: "C"),
                    name = table.Column<string>(type: "text", maxLength: 1000, nullable: true, collation: "C"),
                    category = table.Column<string>(type: "text", maxLength: 500, nullable: true, collation: "C"),
                    quantity = table.Column<long>(type: "bigint", nullable: false),
                    unitprice = table.Column<long>(type: "bigint", nullable: false),
                    originalline = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_orderpositions", x => new { x.orderid, x.line });
                    table.ForeignKey(
                        name: "fk_orderpositions_orders_orderid",
                        column: x => x.orderid,
                        principalTable: "orders",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "allocations",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    customerid = table.Column<long>(type: "bigint", nullable: false),
                    debitid = table.Column<long>(type: "bigint", nullable: false),
                    lotid = table.Column<long>(type: "bigint", nullable: false),
                    points = table.Column<long>(type: "bigint", nullable: false),
                    effectiveat = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_allocations", x => x.id);
                    table.CheckConstraint("CK_Allocations_move_something", "Points <> 0");
                    table.ForeignKey(
                        name: "fk_allocations_ledgerentries_debitid",
                        column: x => x.debitid,
                        principalTable: "ledgerentries",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_allocations_ledgerentries_lotid",
                        column: x => x.lotid,
                        principalTable: "ledgerentries",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "coupons",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false, defaultValueSql: "next_id('coupons')"),
                    customerid = table.Column<long>(type: "bigint", nullable: false),
                    campaignid = table.Column<long>(type: "bigint", nullable: false),
                    code = table.Column<string>(type: "text", maxLength: 50, nullable: false, collation: "C"),
                    state = table.Column<int>(type: "integer", nullable: false),
                    validuntil = table.Column<long>(type: "bigint", nullable: true),
                    givenat = table.Column<long>(type: "bigint", nullable: false),
                    givenby = table.Column<string>(type: "text", maxLength: 200, nullable: false, collation: "C"),
                    settledat = table.Column<long>(type: "bigint", nullable: true),
                    settledby = table.Column<string>(type: "text", maxLength: 200, nullable: true, collation: "C"),
                    orderrefid = table.Column<string>(type: "text", maxLength: 320, nullable: true, collation: "C"),
                    entryid = table.Column<long>(type: "bigint", nullable: true),
                    commandkey = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_coupons", x => x.id);
                    table.CheckConstraint("CK_Coupons_are_given_used_or_withdrawn", "State IN (1, 2, 3)");
                    table.ForeignKey(
                        name: "fk_coupons_campaigns_campaignid",
                        column: x => x.campaignid,
                        principalTable: "campaigns",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_coupons_customers_customerid",
                        column: x => x.customerid,
                        principalTable: "customers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_coupons_ledgerentries_entryid",
                        column: x => x.entryid,
                        principalTable: "ledgerentries",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "customerrewards",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false, defaultValueSql: "next_id('customerrewards')"),
                    customerid = table.Column<long>(type: "bigint", nullable: false),
                    rewardid = table.Column<long>(type: "bigint", nullable: false),
                    origin = table.Column<int>(type: "integer", nullable: false),
                    entryid = table.Column<long>(type: "bigint", nullable: true),
                    state = table.Column<int>(type: "integer", nullable: false),
                    givenat = table.Column<long>(type: "bigint", nullable: false),
                    settledat = table.Column<long>(type: "bigint", nullable: true),
                    settledby = table.Column<string>(type: "text", maxLength: 200, nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_customerrewards", x => x.id);
                    table.CheckConstraint("CK_CustomerRewards_are_outstanding_used_or_removed", "State IN (1, 2, 3)");
                    table.CheckConstraint("CK_CustomerRewards_are_paid_for_by_a_redemption", "(Origin = 1) = (EntryId IS NOT NULL)");
                    table.ForeignKey(
                        name: "fk_customerrewards_customers_customerid",
                        column: x => x.customerid,
                        principalTable: "customers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_customerrewards_ledgerentries_entryid",
                        column: x => x.entryid,
                        principalTable: "ledgerentries",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_customerrewards_rewards_rewardid",
                        column: x => x.rewardid,
                        principalTable: "rewards",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "lots",
                columns: table => new
                {
                    customerid = table.Column<long>(type: "bigint", nullable: false),
                    entryid = table.Column<long>(type: "bigint", nullable: false),
                    amount = table.Column<long>(type: "bigint", nullable: false),
                    remaining = table.Column<long>(type: "bigint", nullable: false),
                    takenback = table.Column<long>(type: "bigint", nullable: false),
                    expired = table.Column<long>(type: "bigint", nullable: false),
                    lockeduntil = table.Column<long>(type: "bigint", nullable: true),
                    validuntil = table.Column<long>(type: "bigint", nullable: true),
                    earnedat = table.Column<long>(type: "bigint", nullable: false),
                    orderid = table.Column<long>(type: "bigint", nullable: true),
                    kind = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_lots", x => new { x.customerid, x.entryid });
                    table.CheckConstraint("CK_Lots_expire_at_most_what_was_credited", "Expired BETWEEN 0 AND Amount");
                    table.CheckConstraint("CK_Lots_give_back_at_most_what_was_credited", "TakenBack BETWEEN 0 AND Amount");
                    table.CheckConstraint("CK_Lots_keep_between_nothing_and_all", "Remaining BETWEEN 0 AND Amount");
                    table.CheckConstraint("CK_Lots_unlock_before_they_run_out", "LockedUntil IS NULL OR ValidUntil IS NULL OR LockedUntil < ValidUntil");
                    table.ForeignKey(
                        name: "fk_lots_ledgerentries_entryid",
                        column: x => x.entryid,
                        principalTable: "ledgerentries",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "positionearnings",
                columns: table => new
                {
                    entryid = table.Column<long>(type: "bigint", nullable: false),
                    line = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_positionearnings", x => new { x.entryid, x.line });
                    table.ForeignKey(
                        name: "fk_positionearnings_ledgerentries_entryid",
                        column: x => x.entryid,
                        principalTable: "ledgerentries",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "redemptions",
                columns: table => new
                {
                    entryid = table.Column<long>(type: "bigint", nullable: false),
                    customerid = table.Column<long>(type: "bigint", nullable: false),
                    couponcode = table.Column<string>(type: "text", maxLength: 50, nullable: true, collation: "C"),
                    integrationid = table.Column<long>(type: "bigint", nullable: true),
                    state = table.Column<int>(type: "integer", nullable: false),
                    reserveduntil = table.Column<long>(type: "bigint", nullable: true),
                    settledat = table.Column<long>(type: "bigint", nullable: true),
                    orderrefid = table.Column<string>(type: "text", maxLength: 320, nullable: true, collation: "C"),
                    orderid = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_redemptions", x => x.entryid);
                    table.CheckConstraint("CK_Redemptions_are_reserved_or_settled", "State IN (1, 2, 3, 4)");
                    table.CheckConstraint("CK_Redemptions_wait_until_an_instant", "State <> 1 OR ReservedUntil IS NOT NULL");
                    table.ForeignKey(
                        name: "fk_redemptions_ledgerentries_entryid",
                        column: x => x.entryid,
                        principalTable: "ledgerentries",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_accounts_balance_customerid",
                table: "accounts",
                columns: new[] { "balance", "customerid" });

            migrationBuilder.CreateIndex(
                name: "ix_accounts_nextchangeat",
                table: "accounts",
                column: "nextchangeat",
                filter: "NextChangeAt IS NOT NULL")
                .Annotation("Npgsql:IndexNullSortOrder", new[] { NullSortOrder.NullsFirst });

            migrationBuilder.CreateIndex(
                name: "ix_allocations_debitid_lotid_points",
                table: "allocations",
                columns: new[] { "debitid", "lotid", "points" });

            migrationBuilder.CreateIndex(
                name: "ix_allocations_lotid_effectiveat_points",
                table: "allocations",
                columns: new[] { "lotid", "effectiveat", "points" });

            migrationBuilder.CreateIndex(
                name: "ix_answeredcalls_customerid",
                table: "answeredcalls",
                column: "customerid",
                filter: "CustomerId IS NOT NULL")
                .Annotation("Npgsql:IndexNullSortOrder", new[] { NullSortOrder.NullsFirst });

            migrationBuilder.CreateIndex(
                name: "ix_answeredcalls_integrationid_key",
                table: "answeredcalls",
                columns: new[] { "integrationid", "key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_approvalrequests_actorkey_id",
                table: "approvalrequests",
                columns: new[] { "actorkey", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_approvalrequests_commandkey",
                table: "approvalrequests",
                column: "commandkey",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_approvalrequests_customerid_status",
                table: "approvalrequests",
                columns: new[] { "customerid", "status" });

            migrationBuilder.CreateIndex(
                name: "ix_approvalrequests_status_id",
                table: "approvalrequests",
                columns: new[] { "status", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_auditentries_actor_at",
                table: "auditentries",
                columns: new[] { "actor", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_auditentries_at",
                table: "auditentries",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_auditentries_customerid_at",
                table: "auditentries",
                columns: new[] { "customerid", "at" })
                .Annotation("Npgsql:IndexNullSortOrder", new[] { NullSortOrder.NullsFirst, NullSortOrder.Unspecified });

            migrationBuilder.CreateIndex(
                name: "ix_auditentries_deed_at",
                table: "auditentries",
                columns: new[] { "deed", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_callproblems_keyid_id",
                table: "callproblems",
                columns: new[] { "keyid", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_campaigns_commandkey",
                table: "campaigns",
                column: "commandkey",
                unique: true,
                filter: "CommandKey IS NOT NULL")
                .Annotation("Npgsql:IndexNullSortOrder", new[] { NullSortOrder.NullsFirst });

            migrationBuilder.CreateIndex(
                name: "ix_connectioncontacts_connectionid_customerid",
                table: "connectioncontacts",
                columns: new[] { "connectionid", "customerid" },
                filter: "State = 1 AND IsExported = 1");

            migrationBuilder.CreateIndex(
                name: "ix_connectioncontacts_connectionid_state_nextattemptat_custome~",
                table: "connectioncontacts",
                columns: new[] { "connectionid", "state", "nextattemptat", "customerid" },
                filter: "State > 0");

            migrationBuilder.CreateIndex(
                name: "ix_connectioncontacts_customerid",
                table: "connectioncontacts",
                column: "customerid");

            migrationBuilder.CreateIndex(
                name: "ix_connections_key",
                table: "connections",
                column: "key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_coupons_campaignid",
                table: "coupons",
                column: "campaignid");

            migrationBuilder.CreateIndex(
                name: "ix_coupons_code",
                table: "coupons",
                column: "code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_coupons_commandkey",
                table: "coupons",
                column: "commandkey",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_coupons_customerid_id",
                table: "coupons",
                columns: new[] { "customerid", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_coupons_entryid",
                table: "coupons",
                column: "entryid",
                unique: true)
                .Annotation("Npgsql:IndexNullSortOrder", new[] { NullSortOrder.NullsFirst });

            migrationBuilder.CreateIndex(
                name: "ix_customernotes_commandkey",
                table: "customernotes",
                column: "commandkey",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_customernotes_customerid_createdat_id",
                table: "customernotes",
                columns: new[] { "customerid", "createdat", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_customerrewards_customerid_id",
                table: "customerrewards",
                columns: new[] { "customerid", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_customerrewards_entryid",
                table: "customerrewards",
                column: "entryid",
                unique: true)
                .Annotation("Npgsql:IndexNullSortOrder", new[] { NullSortOrder.NullsFirst });

            migrationBuilder.CreateIndex(
                name: "ix_customerrewards_rewardid",
                table: "customerrewards",
                column: "rewardid");

            migrationBuilder.CreateIndex(
                name: "ix_customers_birthday",
                table: "customers",
                column: "birthday")
                .Annotation("Npgsql:IndexNullSortOrder", new[] { NullSortOrder.NullsFirst });

            migrationBuilder.CreateIndex(
                name: "ix_customers_cardnumber",
                table: "customers",
                column: "cardnumber",
                filter: "CardNumber IS NOT NULL")
                .Annotation("Npgsql:IndexNullSortOrder", new[] { NullSortOrder.NullsFirst });

            migrationBuilder.CreateIndex(
                name: "ix_customers_emailkey",
                table: "customers",
                column: "emailkey");

            migrationBuilder.CreateIndex(
                name: "ix_customers_enrolledat",
                table: "customers",
                column: "enrolledat");

            migrationBuilder.CreateIndex(
                name: "ix_customers_gender",
                table: "customers",
                column: "gender")
                .Annotation("Npgsql:IndexNullSortOrder", new[] { NullSortOrder.NullsFirst });

            migrationBuilder.CreateIndex(
                name: "ix_customers_integrationid_namekey",
                table: "customers",
                columns: new[] { "integrationid", "namekey" });

            migrationBuilder.CreateIndex(
                name: "ix_customers_integrationid_refid",
                table: "customers",
                columns: new[] { "integrationid", "refid" },
                unique: true,
                filter: "RefId IS NOT NULL")
                .Annotation("Npgsql:IndexNullSortOrder", new[] { NullSortOrder.Unspecified, NullSortOrder.NullsFirst });

            migrationBuilder.CreateIndex(
                name: "ix_customers_islocked",
                table: "customers",
                column: "islocked");

            migrationBuilder.CreateIndex(
                name: "ix_customers_isregistered_namekey",
                table: "customers",
                columns: new[] { "isregistered", "namekey" });

            migrationBuilder.CreateIndex(
                name: "ix_customers_lastnamekey",
                table: "customers",
                column: "lastnamekey");

            migrationBuilder.CreateIndex(
                name: "ix_customers_modifiedat",
                table: "customers",
                column: "modifiedat");

            migrationBuilder.CreateIndex(
                name: "ix_customers_namekey",
                table: "customers",
                column: "namekey");

            migrationBuilder.CreateIndex(
                name: "ix_customers_phonedigits",
                table: "customers",
                column: "phonedigits");

            migrationBuilder.CreateIndex(
                name: "ix_customers_refid",
                table: "customers",
                column: "refid")
                .Annotation("Npgsql:IndexNullSortOrder", new[] { NullSortOrder.NullsFirst });

            migrationBuilder.CreateIndex(
                name: "ix_customers_registrationkey",
                table: "customers",
                column: "registrationkey",
                unique: true,
                filter: "RegistrationKey IS NOT NULL")
                .Annotation("Npgsql:IndexNullSortOrder", new[] { NullSortOrder.NullsFirst });

            migrationBuilder.CreateIndex(
                name: "ix_customers_status",
                table: "customers",
                column: "status");

            migrationBuilder.CreateIndex(
                name: "ix_customers_tierdueat",
                table: "customers",
                column: "tierdueat",
                filter: "TierDueAt IS NOT NULL AND TierLock <> 1")
                .Annotation("Npgsql:IndexNullSortOrder", new[] { NullSortOrder.NullsFirst });

            migrationBuilder.CreateIndex(
                name: "ix_customers_tierid",
                table: "customers",
                column: "tierid");

            migrationBuilder.CreateIndex(
                name: "ix_customers_tierlockeduntil",
                table: "customers",
                column: "tierlockeduntil",
                filter: "TierLockedUntil IS NOT NULL")
                .Annotation("Npgsql:IndexNullSortOrder", new[] { NullSortOrder.NullsFirst });

            migrationBuilder.CreateIndex(
                name: "ix_customersegments_modelid_segmentid",
                table: "customersegments",
                columns: new[] { "modelid", "segmentid" });

            migrationBuilder.CreateIndex(
                name: "ix_customerviews_commandkey",
                table: "customerviews",
                column: "commandkey",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_customerviews_ownerkey_name",
                table: "customerviews",
                columns: new[] { "ownerkey", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_erasures_commandkey",
                table: "erasures",
                column: "commandkey",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_erasures_customerid",
                table: "erasures",
                column: "customerid",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_exports_actorkey_requestedat",
                table: "exports",
                columns: new[] { "actorkey", "requestedat" });

            migrationBuilder.CreateIndex(
                name: "ix_exports_key",
                table: "exports",
                column: "key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_importdocuments_importid_customerkey_placedat",
                table: "importdocuments",
                columns: new[] { "importid", "customerkey", "placedat" })
                .Annotation("Npgsql:IndexNullSortOrder", new[] { NullSortOrder.Unspecified, NullSortOrder.NullsFirst, NullSortOrder.Unspecified });

            migrationBuilder.CreateIndex(
                name: "ix_importdocuments_importid_state_placedat_number",
                table: "importdocuments",
                columns: new[] { "importid", "state", "placedat", "number" });

            migrationBuilder.CreateIndex(
                name: "ix_importedcoupons_customerid_importid",
                table: "importedcoupons",
                columns: new[] { "customerid", "importid" })
                .Annotation("Npgsql:IndexNullSortOrder", new[] { NullSortOrder.NullsFirst, NullSortOrder.Unspecified });

            migrationBuilder.CreateIndex(
                name: "ix_importedcoupons_importid_state_line",
                table: "importedcoupons",
                columns: new[] { "importid", "state", "line" },
                filter: "State IN (2, 3, 6)");

            migrationBuilder.CreateIndex(
                name: "ix_importedcustomers_customerid_importid",
                table: "importedcustomers",
                columns: new[] { "customerid", "importid" })
                .Annotation("Npgsql:IndexNullSortOrder", new[] { NullSortOrder.NullsFirst, NullSortOrder.Unspecified });

            migrationBuilder.CreateIndex(
                name: "ix_importedpoints_identifier",
                table: "importedpoints",
                column: "identifier",
                unique: true,
                filter: "Identifier IS NOT NULL AND State = 4")
                .Annotation("Npgsql:IndexNullSortOrder", new[] { NullSortOrder.NullsFirst });

            migrationBuilder.CreateIndex(
                name: "ix_importedpoints_importid_state_line",
                table: "importedpoints",
                columns: new[] { "importid", "state", "line" },
                filter: "State IN (2, 3, 6)");

            migrationBuilder.CreateIndex(
                name: "ix_importedpoints_tiers",
                table: "importedpoints",
                columns: new[] { "importid", "line" },
                filter: "TierAfter <> TierBefore");

            migrationBuilder.CreateIndex(
                name: "ix_importedtiers_customerid_importid",
                table: "importedtiers",
                columns: new[] { "customerid", "importid" })
                .Annotation("Npgsql:IndexNullSortOrder", new[] { NullSortOrder.NullsFirst, NullSortOrder.Unspecified });

            migrationBuilder.CreateIndex(
                name: "ix_importedtiers_importid_state_line",
                table: "importedtiers",
                columns: new[] { "importid", "state", "line" },
                filter: "State IN (2, 3, 6)");

            migrationBuilder.CreateIndex(
                name: "ix_imports_filehash",
                table: "imports",
                column: "filehash");

            migrationBuilder.CreateIndex(
                name: "ix_integrationkeys_integrationid",
                table: "integrationkeys",
                column: "integrationid");

            migrationBuilder.CreateIndex(
                name: "ix_integrationkeys_prefix",
                table: "integrationkeys",
                column: "prefix",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_integrations_name",
                table: "integrations",
                column: "name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_jobruns_job_id",
                table: "jobruns",
                columns: new[] { "job", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_ledgerentries_commandkey",
                table: "ledgerentries",
                column: "commandkey",
                unique: true,
                filter: "CommandKey IS NOT NULL")
                .Annotation("Npgsql:IndexNullSortOrder", new[] { NullSortOrder.NullsFirst });

            migrationBuilder.CreateIndex(
                name: "ix_ledgerentries_correctsid",
                table: "ledgerentries",
                column: "correctsid",
                filter: "CorrectsId IS NOT NULL")
                .Annotation("Npgsql:IndexNullSortOrder", new[] { NullSortOrder.NullsFirst });

            migrationBuilder.CreateIndex(
                name: "ix_ledgerentries_couponcode",
                table: "ledgerentries",
                column: "couponcode",
                filter: "CouponCode IS NOT NULL")
                .Annotation("Npgsql:IndexNullSortOrder", new[] { NullSortOrder.NullsFirst });

            migrationBuilder.CreateIndex(
                name: "ix_ledgerentries_customerid_effectiveat_kind_points_status",
                table: "ledgerentries",
                columns: new[] { "customerid", "effectiveat", "kind", "points", "status" });

            migrationBuilder.CreateIndex(
                name: "ix_ledgerentries_debts",
                table: "ledgerentries",
                column: "customerid",
                filter: "IsDebt = 1 OR IsUnallocated = 1");

            migrationBuilder.CreateIndex(
                name: "ix_ledgerentries_deductions",
                table: "ledgerentries",
                columns: new[] { "customerid", "effectiveat", "reason", "points" },
                filter: "Kind = 6")
                .Annotation("Npgsql:IndexNullSortOrder", new[] { NullSortOrder.Unspecified, NullSortOrder.Unspecified, NullSortOrder.NullsFirst, NullSortOrder.Unspecified });

            migrationBuilder.CreateIndex(
                name: "ix_ledgerentries_importid",
                table: "ledgerentries",
                column: "importid",
                filter: "ImportId IS NOT NULL")
                .Annotation("Npgsql:IndexNullSortOrder", new[] { NullSortOrder.NullsFirst });

            migrationBuilder.CreateIndex(
                name: "ix_ledgerentries_lotid_effectiveat",
                table: "ledgerentries",
                columns: new[] { "lotid", "effectiveat" },
                unique: true,
                filter: "LotId IS NOT NULL AND CorrectsId IS NULL")
                .Annotation("Npgsql:IndexNullSortOrder", new[] { NullSortOrder.NullsFirst, NullSortOrder.Unspecified });

            migrationBuilder.CreateIndex(
                name: "ix_ledgerentries_orderid_kind_points",
                table: "ledgerentries",
                columns: new[] { "orderid", "kind", "points" })
                .Annotation("Npgsql:IndexNullSortOrder", new[] { NullSortOrder.NullsFirst, NullSortOrder.Unspecified, NullSortOrder.Unspecified });

            migrationBuilder.CreateIndex(
                name: "ix_ledgerentries_reversed",
                table: "ledgerentries",
                column: "correctsid",
                unique: true,
                filter: "Kind = 15 AND IsDebt = 0")
                .Annotation("Npgsql:IndexNullSortOrder", new[] { NullSortOrder.NullsFirst });

            migrationBuilder.CreateIndex(
                name: "ix_lots_entryid",
                table: "lots",
                column: "entryid",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_lots_lockeduntil_customerid",
                table: "lots",
                columns: new[] { "lockeduntil", "customerid" },
                filter: "LockedUntil IS NOT NULL")
                .Annotation("Npgsql:IndexNullSortOrder", new[] { NullSortOrder.NullsFirst, NullSortOrder.Unspecified });

            migrationBuilder.CreateIndex(
                name: "ix_lots_validuntil_customerid_remaining",
                table: "lots",
                columns: new[] { "validuntil", "customerid", "remaining" },
                filter: "Remaining > 0 AND ValidUntil IS NOT NULL")
                .Annotation("Npgsql:IndexNullSortOrder", new[] { NullSortOrder.NullsFirst, NullSortOrder.Unspecified, NullSortOrder.Unspecified });

            migrationBuilder.CreateIndex(
                name: "ix_mergerequests_commandkey",
                table: "mergerequests",
                column: "commandkey",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_mergerequests_integratedid",
                table: "mergerequests",
                column: "integratedid");

            migrationBuilder.CreateIndex(
                name: "ix_mergerequests_integrationid",
                table: "mergerequests",
                column: "integrationid")
                .Annotation("Npgsql:IndexNullSortOrder", new[] { NullSortOrder.NullsFirst });

            migrationBuilder.CreateIndex(
                name: "ix_mergerequests_mainid_integratedid",
                table: "mergerequests",
                columns: new[] { "mainid", "integratedid" },
                unique: true,
                filter: "Status = 1");

            migrationBuilder.CreateIndex(
                name: "ix_messages_customerid_id",
                table: "messages",
                columns: new[] { "customerid", "id" })
                .Annotation("Npgsql:IndexNullSortOrder", new[] { NullSortOrder.NullsFirst, NullSortOrder.Unspecified });

            migrationBuilder.CreateIndex(
                name: "ix_messages_key",
                table: "messages",
                column: "key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_messages_nextattemptat_id",
                table: "messages",
                columns: new[] { "nextattemptat", "id" },
                filter: "State = 1");

            migrationBuilder.CreateIndex(
                name: "ix_messages_reference",
                table: "messages",
                column: "reference",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_messages_state_id",
                table: "messages",
                columns: new[] { "state", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_onetimecodes_commandkey",
                table: "onetimecodes",
                column: "commandkey",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_onetimecodes_customerid_createdat",
                table: "onetimecodes",
                columns: new[] { "customerid", "createdat" });

            migrationBuilder.CreateIndex(
                name: "ix_onetimecodes_open",
                table: "onetimecodes",
                column: "customerid",
                unique: true,
                filter: "State = 1");

            migrationBuilder.CreateIndex(
                name: "ix_orders_customerid_placedat_type_goodstotal_shipping_currency",
                table: "orders",
                columns: new[] { "customerid", "placedat", "type", "goodstotal", "shipping", "currency" });

            migrationBuilder.CreateIndex(
                name: "ix_orders_integrationid_placedat",
                table: "orders",
                columns: new[] { "integrationid", "placedat" });

            migrationBuilder.CreateIndex(
                name: "ix_orders_integrationid_refid_type",
                table: "orders",
                columns: new[] { "integrationid", "refid", "type" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_orders_originalorderid",
                table: "orders",
                column: "originalorderid",
                filter: "OriginalOrderId IS NOT NULL")
                .Annotation("Npgsql:IndexNullSortOrder", new[] { NullSortOrder.NullsFirst });

            migrationBuilder.CreateIndex(
                name: "ix_orders_placedat",
                table: "orders",
                column: "placedat");

            migrationBuilder.CreateIndex(
                name: "ix_orders_refid",
                table: "orders",
                column: "refid");

            migrationBuilder.CreateIndex(
                name: "ix_redemptions_couponcode",
                table: "redemptions",
                column: "couponcode",
                unique: true,
                filter: "CouponCode IS NOT NULL")
                .Annotation("Npgsql:IndexNullSortOrder", new[] { NullSortOrder.NullsFirst });

            migrationBuilder.CreateIndex(
                name: "ix_redemptions_customerid",
                table: "redemptions",
                column: "customerid");

            migrationBuilder.CreateIndex(
                name: "ix_redemptions_integrationid_orderrefid",
                table: "redemptions",
                columns: new[] { "integrationid", "orderrefid" },
                filter: "OrderRefId IS NOT NULL")
                .Annotation("Npgsql:IndexNullSortOrder", new[] { NullSortOrder.NullsFirst, NullSortOrder.NullsFirst });

            migrationBuilder.CreateIndex(
                name: "ix_redemptions_orderid",
                table: "redemptions",
                column: "orderid",
                filter: "OrderId IS NOT NULL")
                .Annotation("Npgsql:IndexNullSortOrder", new[] { NullSortOrder.NullsFirst });

            migrationBuilder.CreateIndex(
                name: "ix_redemptions_reserved",
                table: "redemptions",
                column: "customerid",
                filter: "State = 1");

            migrationBuilder.CreateIndex(
                name: "ix_referralevents_commandkey",
                table: "referralevents",
                column: "commandkey",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_referralevents_customerid_occurredat_type",
                table: "referralevents",
                columns: new[] { "customerid", "occurredat", "type" });

            migrationBuilder.CreateIndex(
                name: "ix_referralevents_integrationid",
                table: "referralevents",
                column: "integrationid")
                .Annotation("Npgsql:IndexNullSortOrder", new[] { NullSortOrder.NullsFirst });

            migrationBuilder.CreateIndex(
                name: "ix_referralevents_referred",
                table: "referralevents",
                column: "referred")
                .Annotation("Npgsql:IndexNullSortOrder", new[] { NullSortOrder.NullsFirst });

            migrationBuilder.CreateIndex(
                name: "ix_savedmappings_commandkey",
                table: "savedmappings",
                column: "commandkey",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_savedmappings_kind_headerkey",
                table: "savedmappings",
                columns: new[] { "kind", "headerkey" });

            migrationBuilder.CreateIndex(
                name: "ix_savedmappings_kind_name",
                table: "savedmappings",
                columns: new[] { "kind", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_segmentmodels_ischosen",
                table: "segmentmodels",
                column: "ischosen",
                unique: true,
                filter: "IsChosen = 1");

            migrationBuilder.CreateIndex(
                name: "ix_segmentmodels_name",
                table: "segmentmodels",
                column: "name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_segmentruns_commandkey",
                table: "segmentruns",
                column: "commandkey",
                unique: true,
                filter: "CommandKey IS NOT NULL")
                .Annotation("Npgsql:IndexNullSortOrder", new[] { NullSortOrder.NullsFirst });

            migrationBuilder.CreateIndex(
                name: "ix_segmentruns_modelid_analysedon",
                table: "segmentruns",
                columns: new[] { "modelid", "analysedon" });

            migrationBuilder.CreateIndex(
                name: "ix_segments_modelid_place",
                table: "segments",
                columns: new[] { "modelid", "place" },
                unique: true,
                filter: "Place IS NOT NULL")
                .Annotation("Npgsql:IndexNullSortOrder", new[] { NullSortOrder.Unspecified, NullSortOrder.NullsFirst });

            migrationBuilder.CreateIndex(
                name: "ix_tierchanges_commandkey",
                table: "tierchanges",
                column: "commandkey",
                unique: true,
                filter: "CommandKey IS NOT NULL")
                .Annotation("Npgsql:IndexNullSortOrder", new[] { NullSortOrder.NullsFirst });

            migrationBuilder.CreateIndex(
                name: "ix_tierchanges_customerid",
                table: "tierchanges",
                column: "customerid");

            migrationBuilder.CreateIndex(
                name: "ix_tiers_rank",
                table: "tiers",
                column: "rank",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_unmatcheddocuments_integrationid_refid_type",
                table: "unmatcheddocuments",
                columns: new[] { "integrationid", "refid", "type" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_unmatcheddocuments_waiting",
                table: "unmatcheddocuments",
                column: "id",
                filter: "State = 1");

            foreach (var guard in PostgresGuards.Statements)
            {
                migrationBuilder.Sql(guard);
            }

            migrationBuilder.Sql(PostgresGuards.Search);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "accounts");

            migrationBuilder.DropTable(
                name: "allocations");

            migrationBuilder.DropTable(
                name: "answeredcalls");

            migrationBuilder.DropTable(
                name: "approvalrequests");

            migrationBuilder.DropTable(
                name: "auditentries");

            migrationBuilder.DropTable(
                name: "callproblems");

            migrationBuilder.DropTable(
                name: "campaignawards");

            migrationBuilder.DropTable(
                name: "campaignterms");

            migrationBuilder.DropTable(
                name: "campaigntotals");

            migrationBuilder.DropTable(
                name: "commands");

            migrationBuilder.DropTable(
                name: "connectioncontacts");

            migrationBuilder.DropTable(
                name: "coupons");

            migrationBuilder.DropTable(
                name: "customernotes");

            migrationBuilder.DropTable(
                name: "customerpins");

            migrationBuilder.DropTable(
                name: "customerrewards");

            migrationBuilder.DropTable(
                name: "customersegments");

            migrationBuilder.DropTable(
                name: "customerviews");

            migrationBuilder.DropTable(
                name: "erasures");

            migrationBuilder.DropTable(
                name: "exports");

            migrationBuilder.DropTable(
                name: "importdocuments");

            migrationBuilder.DropTable(
                name: "importedcoupons");

            migrationBuilder.DropTable(
                name: "importedcustomers");

            migrationBuilder.DropTable(
                name: "importedpoints");

            migrationBuilder.DropTable(
                name: "importedpointslines");

            migrationBuilder.DropTable(
                name: "importedtiers");

            migrationBuilder.DropTable(
                name: "importrows");

            migrationBuilder.DropTable(
                name: "jobruns");

            migrationBuilder.DropTable(
                name: "lots");

            migrationBuilder.DropTable(
                name: "mergerequests");

            migrationBuilder.DropTable(
                name: "messages");

            migrationBuilder.DropTable(
                name: "onetimecodes");

            migrationBuilder.DropTable(
                name: "orderpositions");

            migrationBuilder.DropTable(
                name: "positionearnings");

            migrationBuilder.DropTable(
                name: "programme");

            migrationBuilder.DropTable(
                name: "redemptions");

            migrationBuilder.DropTable(
                name: "referralevents");

            migrationBuilder.DropTable(
                name: "rolelimits");

            migrationBuilder.DropTable(
                name: "savedmappings");

            migrationBuilder.DropTable(
                name: "segmentmodels");

            migrationBuilder.DropTable(
                name: "segmentruns");

            migrationBuilder.DropTable(
                name: "segments");

            migrationBuilder.DropTable(
                name: "segmentscores");

            migrationBuilder.DropTable(
                name: "segmentsizes");

            migrationBuilder.DropTable(
                name: "staffdays");

            migrationBuilder.DropTable(
                name: "tierchanges");

            migrationBuilder.DropTable(
                name: "tiergrants");

            migrationBuilder.DropTable(
                name: "tierruns");

            migrationBuilder.DropTable(
                name: "unmatcheddocuments");

            migrationBuilder.DropTable(
                name: "integrationkeys");

            migrationBuilder.DropTable(
                name: "connections");

            migrationBuilder.DropTable(
                name: "campaigns");

            migrationBuilder.DropTable(
                name: "rewards");

            migrationBuilder.DropTable(
                name: "imports");

            migrationBuilder.DropTable(
                name: "ledgerentries");

            migrationBuilder.DropTable(
                name: "orders");

            migrationBuilder.DropTable(
                name: "customers");

            migrationBuilder.DropTable(
                name: "integrations");

            migrationBuilder.DropTable(
                name: "tiers");
        }
    }
}
