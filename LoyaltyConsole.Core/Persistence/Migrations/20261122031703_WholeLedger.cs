using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace LoyaltyConsole.Core.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class WholeLedger : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_LedgerEntries_Debts",
                table: "LedgerEntries");

            migrationBuilder.DropIndex(
                name: "IX_LedgerEntries_LotId_EffectiveAt",
                table: "LedgerEntries");

            migrationBuilder.DropCheckConstraint(
                name: "CK_LedgerEntries_credit_or_deduct_as_their_kind_says",
                table: "LedgerEntries");

            migrationBuilder.DropCheckConstraint(
                name: "CK_Campaigns_pay_something",
                table: "Campaigns");

            migrationBuilder.RenameColumn(
                name: "Source",
                table: "Campaigns",
                newName: "Kind");

            migrationBuilder.AddColumn<int>(
                name: "EntryMonths",
                table: "Tiers",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "EntryPoints",
                table: "Tiers",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<int>(
                name: "Version",
                table: "Tiers",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<bool>(
                name: "GoodwillQualifies",
                table: "Programme",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "LockedPointsQualify",
                table: "Programme",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "ManualDebitsUnallocated",
                table: "Programme",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<byte[]>(
                name: "PinSecret",
                table: "Programme",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "ReservationMinutes",
                table: "Programme",
                type: "INTEGER",
                nullable: false,
                defaultValue: 15);

            migrationBuilder.AddColumn<int>(
                name: "ReturnsPolicy",
                table: "Programme",
                type: "INTEGER",
                nullable: false,
                defaultValue: 3);

            migrationBuilder.AddColumn<int>(
                name: "StampsPerCard",
                table: "Programme",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "TierDescent",
                table: "Programme",
                type: "INTEGER",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<int>(
                name: "TierGraceDays",
                table: "Programme",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "TierMonths",
                table: "Programme",
                type: "INTEGER",
                nullable: false,
                defaultValue: 12);

            migrationBuilder.AddColumn<int>(
                name: "TierPeriod",
                table: "Programme",
                type: "INTEGER",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<int>(
                name: "UndoMinutes",
                table: "Programme",
                type: "INTEGER",
                nullable: false,
                defaultValue: 10);

            migrationBuilder.AddColumn<string>(
                name: "UnitDe",
                table: "Programme",
                type: "TEXT",
                maxLength: 40,
                nullable: false,
                defaultValue: "Punkt");

            migrationBuilder.AddColumn<string>(
                name: "UnitEn",
                table: "Programme",
                type: "TEXT",
                maxLength: 40,
                nullable: false,
                defaultValue: "point");

            migrationBuilder.AddColumn<string>(
                name: "UnitsDe",
                table: "Programme",
                type: "TEXT",
                maxLength: 40,
                nullable: false,
                defaultValue: "Punkte");

            migrationBuilder.AddColumn<string>(
                name: "UnitsEn",
                table: "Programme",
                type: "TEXT",
                maxLength: 40,
                nullable: false,
                defaultValue: "points");

            migrationBuilder.AddColumn<string>(
                name: "TerminalId",
                table: "Orders",
                type: "TEXT",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "OriginalLine",
                table: "OrderPositions",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "CorrectsId",
                table: "LedgerEntries",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "IsUnallocated",
                table: "LedgerEntries",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "Company",
                table: "Customers",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "CustomerGroup",
                table: "Customers",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "FirstName",
                table: "Customers",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "LastName",
                table: "Customers",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "NameDay",
                table: "Customers",
                type: "TEXT",
                maxLength: 5,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "RegistrationKey",
                table: "Customers",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Salutation",
                table: "Customers",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "TierDueAt",
                table: "Customers",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "TierEvaluatedAt",
                table: "Customers",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "TierHeldAt",
                table: "Customers",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "TierKeptUntil",
                table: "Customers",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "TierLock",
                table: "Customers",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "TierLockReason",
                table: "Customers",
                type: "TEXT",
                maxLength: 2000,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "TierLockedBy",
                table: "Customers",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "TierLockedUntil",
                table: "Customers",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "TierSince",
                table: "Customers",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Category",
                table: "Campaigns",
                type: "TEXT",
                maxLength: 500,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "CommandKey",
                table: "Campaigns",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "CouponText",
                table: "Campaigns",
                type: "TEXT",
                maxLength: 1000,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Sku",
                table: "Campaigns",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Variant",
                table: "Campaigns",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "Version",
                table: "Campaigns",
                type: "INTEGER",
                nullable: false,
                defaultValue: 1L);

            migrationBuilder.CreateTable(
                name: "AnsweredCalls",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    IntegrationId = table.Column<long>(type: "INTEGER", nullable: false),
                    Key = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Content = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Status = table.Column<int>(type: "INTEGER", nullable: false),
                    Body = table.Column<byte[]>(type: "BLOB", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AnsweredCalls", x => x.Id);
                    table.ForeignKey(
                        name: "FK_AnsweredCalls_Integrations_IntegrationId",
                        column: x => x.IntegrationId,
                        principalTable: "Integrations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "CampaignAwards",
                columns: table => new
                {
                    CampaignId = table.Column<long>(type: "INTEGER", nullable: false),
                    CustomerId = table.Column<long>(type: "INTEGER", nullable: false),
                    Occasion = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CampaignAwards", x => new { x.CustomerId, x.CampaignId, x.Occasion });
                });

            migrationBuilder.CreateTable(
                name: "CampaignTerms",
                columns: table => new
                {
                    CampaignId = table.Column<long>(type: "INTEGER", nullable: false),
                    Until = table.Column<long>(type: "INTEGER", nullable: false),
                    StartsAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Rate = table.Column<long>(type: "INTEGER", nullable: false),
                    Category = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    Sku = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    Variant = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    LockDays = table.Column<int>(type: "INTEGER", nullable: false),
                    ValidityMonths = table.Column<int>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CampaignTerms", x => new { x.CampaignId, x.Until });
                    table.ForeignKey(
                        name: "FK_CampaignTerms_Campaigns_CampaignId",
                        column: x => x.CampaignId,
                        principalTable: "Campaigns",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "CampaignTotals",
                columns: table => new
                {
                    CampaignId = table.Column<long>(type: "INTEGER", nullable: false),
                    Through = table.Column<long>(type: "INTEGER", nullable: false),
                    Entries = table.Column<long>(type: "INTEGER", nullable: false),
                    Points = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CampaignTotals", x => x.CampaignId);
                });

            migrationBuilder.CreateTable(
                name: "Coupons",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false),
                    CustomerId = table.Column<long>(type: "INTEGER", nullable: false),
                    CampaignId = table.Column<long>(type: "INTEGER", nullable: false),
                    Code = table.Column<string>(type: "TEXT", maxLength: 50, nullable: false),
                    State = table.Column<int>(type: "INTEGER", nullable: false),
                    ValidUntil = table.Column<long>(type: "INTEGER", nullable: true),
                    GivenAt = table.Column<long>(type: "INTEGER", nullable: false),
                    GivenBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    SettledAt = table.Column<long>(type: "INTEGER", nullable: true),
                    SettledBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    OrderRefId = table.Column<string>(type: "TEXT", maxLength: 320, nullable: true),
                    EntryId = table.Column<long>(type: "INTEGER", nullable: true),
                    CommandKey = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Coupons", x => x.Id);
                    table.CheckConstraint("CK_Coupons_are_given_used_or_withdrawn", "State IN (1, 2, 3)");
                    table.ForeignKey(
                        name: "FK_Coupons_Campaigns_CampaignId",
                        column: x => x.CampaignId,
                        principalTable: "Campaigns",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Coupons_Customers_CustomerId",
                        column: x => x.CustomerId,
                        principalTable: "Customers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Coupons_LedgerEntries_EntryId",
                        column: x => x.EntryId,
                        principalTable: "LedgerEntries",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "CustomerPins",
                columns: table => new
                {
                    CustomerId = table.Column<long>(type: "INTEGER", nullable: false),
                    Resets = table.Column<int>(type: "INTEGER", nullable: false),
                    Tries = table.Column<int>(type: "INTEGER", nullable: false),
                    LastTryAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CustomerPins", x => x.CustomerId);
                    table.ForeignKey(
                        name: "FK_CustomerPins_Customers_CustomerId",
                        column: x => x.CustomerId,
                        principalTable: "Customers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "IntegrationKeys",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false),
                    IntegrationId = table.Column<long>(type: "INTEGER", nullable: false),
                    Prefix = table.Column<string>(type: "TEXT", maxLength: 8, nullable: false),
                    Hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Scopes = table.Column<int>(type: "INTEGER", nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    CreatedBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    RevokedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    RevokedBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    LastCallAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Calls = table.Column<long>(type: "INTEGER", nullable: false),
                    Problems = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_IntegrationKeys", x => x.Id);
                    table.CheckConstraint("CK_IntegrationKeys_are_revoked_by_somebody", "(RevokedAt IS NULL) = (RevokedBy IS NULL)");
                    table.CheckConstraint("CK_IntegrationKeys_open_something", "Scopes > 0");
                    table.ForeignKey(
                        name: "FK_IntegrationKeys_Integrations_IntegrationId",
                        column: x => x.IntegrationId,
                        principalTable: "Integrations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "JobRuns",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false),
                    Job = table.Column<int>(type: "INTEGER", nullable: false),
                    State = table.Column<int>(type: "INTEGER", nullable: false),
                    StartedBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    StartedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    SeenAt = table.Column<long>(type: "INTEGER", nullable: false),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Processed = table.Column<long>(type: "INTEGER", nullable: false),
                    Changed = table.Column<long>(type: "INTEGER", nullable: false),
                    Errors = table.Column<long>(type: "INTEGER", nullable: false),
                    Findings = table.Column<string>(type: "TEXT", nullable: true),
                    Fault = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_JobRuns", x => x.Id);
                    table.CheckConstraint("CK_JobRuns_end_when_they_are_done", "State NOT IN (2, 3) OR EndedAt IS NOT NULL");
                    table.CheckConstraint("CK_JobRuns_run_or_have_ended", "State IN (1, 2, 3, 4)");
                });

            migrationBuilder.CreateTable(
                name: "MergeRequests",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false),
                    RequestBy = table.Column<string>(type: "TEXT", maxLength: 320, nullable: true),
                    RequestFor = table.Column<string>(type: "TEXT", maxLength: 320, nullable: true),
                    MainId = table.Column<long>(type: "INTEGER", nullable: false),
                    IntegratedId = table.Column<long>(type: "INTEGER", nullable: false),
                    Remarks = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    Status = table.Column<int>(type: "INTEGER", nullable: false),
                    ConfirmedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    IntegrationId = table.Column<long>(type: "INTEGER", nullable: true),
                    Actor = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    CommandKey = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MergeRequests", x => x.Id);
                    table.CheckConstraint("CK_MergeRequests_are_pending_approved_rejected_or_failed", "Status IN (1, 2, 3, 4)");
                    table.CheckConstraint("CK_MergeRequests_name_two_accounts", "MainId <> IntegratedId");
                    table.ForeignKey(
                        name: "FK_MergeRequests_Customers_IntegratedId",
                        column: x => x.IntegratedId,
                        principalTable: "Customers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_MergeRequests_Customers_MainId",
                        column: x => x.MainId,
                        principalTable: "Customers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_MergeRequests_Integrations_IntegrationId",
                        column: x => x.IntegrationId,
                        principalTable: "Integrations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "PositionEarnings",
                columns: table => new
                {
                    EntryId = table.Column<long>(type: "INTEGER", nullable: false),
                    Line = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PositionEarnings", x => new { x.EntryId, x.Line });
                    table.ForeignKey(
                        name: "FK_PositionEarnings_LedgerEntries_EntryId",
                        column: x => x.EntryId,
                        principalTable: "LedgerEntries",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "Redemptions",
                columns: table => new
                {
                    EntryId = table.Column<long>(type: "INTEGER", nullable: false),
                    CustomerId = table.Column<long>(type: "INTEGER", nullable: false),
                    CouponCode = table.Column<string>(type: "TEXT", maxLength: 50, nullable: true),
                    IntegrationId = table.Column<long>(type: "INTEGER", nullable: true),
                    State = table.Column<int>(type: "INTEGER", nullable: false),
                    ReservedUntil = table.Column<long>(type: "INTEGER", nullable: true),
                    SettledAt = table.Column<long>(type: "INTEGER", nullable: true),
                    OrderRefId = table.Column<string>(type: "TEXT", maxLength: 320, nullable: true),
                    OrderId = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Redemptions", x => x.EntryId);
                    table.CheckConstraint("CK_Redemptions_are_reserved_or_settled", "State IN (1, 2, 3, 4)");
                    table.CheckConstraint("CK_Redemptions_wait_until_an_instant", "State <> 1 OR ReservedUntil IS NOT NULL");
                    table.ForeignKey(
                        name: "FK_Redemptions_LedgerEntries_EntryId",
                        column: x => x.EntryId,
                        principalTable: "LedgerEntries",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "ReferralEvents",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    CustomerId = table.Column<long>(type: "INTEGER", nullable: false),
                    Type = table.Column<int>(type: "INTEGER", nullable: false),
                    Referred = table.Column<long>(type: "INTEGER", nullable: true),
                    IntegrationId = table.Column<long>(type: "INTEGER", nullable: true),
                    OccurredAt = table.Column<long>(type: "INTEGER", nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    CommandKey = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ReferralEvents", x => x.Id);
                    table.CheckConstraint("CK_ReferralEvents_are_visits_or_conversions", "Type IN (1, 2)");
                    table.CheckConstraint("CK_ReferralEvents_refer_others", "Referred IS NULL OR Referred <> CustomerId");
                    table.ForeignKey(
                        name: "FK_ReferralEvents_Customers_CustomerId",
                        column: x => x.CustomerId,
                        principalTable: "Customers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_ReferralEvents_Customers_Referred",
                        column: x => x.Referred,
                        principalTable: "Customers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_ReferralEvents_Integrations_IntegrationId",
                        column: x => x.IntegrationId,
                        principalTable: "Integrations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "Rewards",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Description = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    Cost = table.Column<long>(type: "INTEGER", nullable: false),
                    StartsAt = table.Column<long>(type: "INTEGER", nullable: true),
                    EndsAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Rewards", x => x.Id);
                    table.CheckConstraint("CK_Rewards_cost_something", "Cost > 0");
                });

            migrationBuilder.CreateTable(
                name: "TierChanges",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    CustomerId = table.Column<long>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    FromId = table.Column<long>(type: "INTEGER", nullable: false),
                    FromName = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    ToId = table.Column<long>(type: "INTEGER", nullable: false),
                    ToName = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Cause = table.Column<int>(type: "INTEGER", nullable: false),
                    Qualifying = table.Column<long>(type: "INTEGER", nullable: false),
                    Threshold = table.Column<long>(type: "INTEGER", nullable: false),
                    Lock = table.Column<int>(type: "INTEGER", nullable: false),
                    Until = table.Column<long>(type: "INTEGER", nullable: true),
                    Actor = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    Note = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    RunId = table.Column<long>(type: "INTEGER", nullable: true),
                    CommandKey = table.Column<Guid>(type: "TEXT", nullable: true),
                    Fingerprint = table.Column<byte[]>(type: "BLOB", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TierChanges", x => x.Id);
                    table.CheckConstraint("CK_TierChanges_name_who_acted_by_hand", "(Cause = 5) = (Actor IS NOT NULL)");
                });

            migrationBuilder.CreateTable(
                name: "TierGrants",
                columns: table => new
                {
                    CustomerId = table.Column<long>(type: "INTEGER", nullable: false),
                    TierId = table.Column<long>(type: "INTEGER", nullable: false),
                    Cycle = table.Column<int>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Points = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TierGrants", x => new { x.CustomerId, x.TierId, x.Cycle });
                });

            migrationBuilder.CreateTable(
                name: "TierRuns",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Rules = table.Column<string>(type: "TEXT", maxLength: 10000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TierRuns", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "UnmatchedDocuments",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    IntegrationId = table.Column<long>(type: "INTEGER", nullable: false),
                    RefId = table.Column<string>(type: "TEXT", maxLength: 320, nullable: false),
                    Type = table.Column<int>(type: "INTEGER", nullable: false),
                    Sought = table.Column<string>(type: "TEXT", maxLength: 320, nullable: false),
                    Content = table.Column<string>(type: "TEXT", nullable: false),
                    State = table.Column<int>(type: "INTEGER", nullable: false),
                    ReceivedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    SettledAt = table.Column<long>(type: "INTEGER", nullable: true),
                    SettledBy = table.Column<string>(type: "TEXT", nullable: true),
                    SettledReason = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_UnmatchedDocuments", x => x.Id);
                    table.CheckConstraint("CK_UnmatchedDocuments_wait_or_are_settled", "State IN (1, 2, 3)");
                    table.ForeignKey(
                        name: "FK_UnmatchedDocuments_Integrations_IntegrationId",
                        column: x => x.IntegrationId,
                        principalTable: "Integrations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "CallProblems",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    KeyId = table.Column<long>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Method = table.Column<string>(type: "TEXT", maxLength: 10, nullable: false),
                    Route = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Status = table.Column<int>(type: "INTEGER", nullable: false),
                    Code = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CallProblems", x => x.Id);
                    table.ForeignKey(
                        name: "FK_CallProblems_IntegrationKeys_KeyId",
                        column: x => x.KeyId,
                        principalTable: "IntegrationKeys",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "CustomerRewards",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false),
                    CustomerId = table.Column<long>(type: "INTEGER", nullable: false),
                    RewardId = table.Column<long>(type: "INTEGER", nullable: false),
                    Origin = table.Column<int>(type: "INTEGER", nullable: false),
                    EntryId = table.Column<long>(type: "INTEGER", nullable: true),
                    State = table.Column<int>(type: "INTEGER", nullable: false),
                    GivenAt = table.Column<long>(type: "INTEGER", nullable: false),
                    SettledAt = table.Column<long>(type: "INTEGER", nullable: true),
                    SettledBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CustomerRewards", x => x.Id);
                    table.CheckConstraint("CK_CustomerRewards_are_outstanding_used_or_removed", "State IN (1, 2, 3)");
                    table.CheckConstraint("CK_CustomerRewards_are_paid_for_by_a_redemption", "(Origin = 1) = (EntryId IS NOT NULL)");
                    table.ForeignKey(
                        name: "FK_CustomerRewards_Customers_CustomerId",
                        column: x => x.CustomerId,
                        principalTable: "Customers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_CustomerRewards_LedgerEntries_EntryId",
                        column: x => x.EntryId,
                        principalTable: "LedgerEntries",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_CustomerRewards_Rewards_RewardId",
                        column: x => x.RewardId,
                        principalTable: "Rewards",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.AddCheckConstraint(
                name: "CK_Tiers_begin_at_nothing",
                table: "Tiers",
                sql: "(Rank = 0) = (Threshold = 0) AND Threshold >= 0");

            migrationBuilder.AddCheckConstraint(
                name: "CK_Tiers_give_something_or_nothing",
                table: "Tiers",
                sql: "EntryPoints >= 0 AND (EntryMonths IS NULL OR EntryMonths > 0)");

            migrationBuilder.AddCheckConstraint(
                name: "CK_Programme_fills_cards_with_stamps",
                table: "Programme",
                sql: "StampsPerCard IS NULL OR StampsPerCard BETWEEN 2 AND 1000");

            migrationBuilder.AddCheckConstraint(
                name: "CK_Programme_keeps_periods_positive",
                table: "Programme",
                sql: "ReservationMinutes > 0 AND TierMonths > 0 AND TierGraceDays >= 0 AND UndoMinutes >= 0");

            migrationBuilder.CreateIndex(
                name: "IX_Orders_IntegrationId_PlacedAt",
                table: "Orders",
                columns: new[] { "IntegrationId", "PlacedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Orders_PlacedAt",
                table: "Orders",
                column: "PlacedAt");

            migrationBuilder.CreateIndex(
                name: "IX_Lots_LockedUntil_CustomerId",
                table: "Lots",
                columns: new[] { "LockedUntil", "CustomerId" },
                filter: "LockedUntil IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_LedgerEntries_CorrectsId",
                table: "LedgerEntries",
                column: "CorrectsId",
                filter: "CorrectsId IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_LedgerEntries_Debts",
                table: "LedgerEntries",
                column: "CustomerId",
                filter: "IsDebt = 1 OR IsUnallocated = 1");

            migrationBuilder.CreateIndex(
                name: "IX_LedgerEntries_Deductions",
                table: "LedgerEntries",
                columns: new[] { "CustomerId", "EffectiveAt", "Reason", "Points" },
                filter: "Kind = 6");

            migrationBuilder.CreateIndex(
                name: "IX_LedgerEntries_LotId_EffectiveAt",
                table: "LedgerEntries",
                columns: new[] { "LotId", "EffectiveAt" },
                unique: true,
                filter: "LotId IS NOT NULL AND CorrectsId IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_LedgerEntries_Reversed",
                table: "LedgerEntries",
                column: "CorrectsId",
                unique: true,
                filter: "Kind = 15 AND IsDebt = 0");

            migrationBuilder.AddCheckConstraint(
                name: "CK_LedgerEntries_credit_or_deduct_as_their_kind_says",
                table: "LedgerEntries",
                sql: "(Kind IN (1, 2, 3, 4, 5, 10, 11, 12, 13, 14) AND Points > 0) OR (Kind IN (6, 7, 8, 9) AND Points < 0) OR Kind = 15");

            migrationBuilder.AddCheckConstraint(
                name: "CK_LedgerEntries_leave_lots_alone_only_by_hand",
                table: "LedgerEntries",
                sql: "IsUnallocated = 0 OR (Kind = 6 AND IsDebt = 0)");

            migrationBuilder.AddCheckConstraint(
                name: "CK_LedgerEntries_name_what_they_correct",
                table: "LedgerEntries",
                sql: "CorrectsId IS NOT NULL OR Kind NOT IN (14, 15)");

            migrationBuilder.CreateIndex(
                name: "IX_Customers_RegistrationKey",
                table: "Customers",
                column: "RegistrationKey",
                unique: true,
                filter: "RegistrationKey IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Customers_TierDueAt",
                table: "Customers",
                column: "TierDueAt",
                filter: "TierDueAt IS NOT NULL AND TierLock <> 1");

            migrationBuilder.CreateIndex(
                name: "IX_Customers_TierLockedUntil",
                table: "Customers",
                column: "TierLockedUntil",
                filter: "TierLockedUntil IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Campaigns_CommandKey",
                table: "Campaigns",
                column: "CommandKey",
                unique: true,
                filter: "CommandKey IS NOT NULL");

            migrationBuilder.AddCheckConstraint(
                name: "CK_Campaigns_name_what_they_pay_for",
                table: "Campaigns",
                sql: "(Kind = 3) = (Category IS NOT NULL) AND (Kind = 4) = (Sku IS NOT NULL)");

            migrationBuilder.AddCheckConstraint(
                name: "CK_Campaigns_pay_something",
                table: "Campaigns",
                sql: "Rate > 0 OR (Kind = 8 AND Rate = 0)");

            migrationBuilder.CreateIndex(
                name: "IX_AnsweredCalls_IntegrationId_Key",
                table: "AnsweredCalls",
                columns: new[] { "IntegrationId", "Key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_CallProblems_KeyId_Id",
                table: "CallProblems",
                columns: new[] { "KeyId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Coupons_CampaignId",
                table: "Coupons",
                column: "CampaignId");

            migrationBuilder.CreateIndex(
                name: "IX_Coupons_Code",
                table: "Coupons",
                column: "Code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Coupons_CommandKey",
                table: "Coupons",
                column: "CommandKey",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Coupons_CustomerId_Id",
                table: "Coupons",
                columns: new[] { "CustomerId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Coupons_EntryId",
                table: "Coupons",
                column: "EntryId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_CustomerRewards_CustomerId_Id",
                table: "CustomerRewards",
                columns: new[] { "CustomerId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_CustomerRewards_EntryId",
                table: "CustomerRewards",
                column: "EntryId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_CustomerRewards_RewardId",
                table: "CustomerRewards",
                column: "RewardId");

            migrationBuilder.CreateIndex(
                name: "IX_IntegrationKeys_IntegrationId",
                table: "IntegrationKeys",
                column: "IntegrationId");

            migrationBuilder.CreateIndex(
                name: "IX_IntegrationKeys_Prefix",
                table: "IntegrationKeys",
                column: "Prefix",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_JobRuns_Job_Id",
                table: "JobRuns",
                columns: new[] { "Job", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_MergeRequests_CommandKey",
                table: "MergeRequests",
                column: "CommandKey",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_MergeRequests_IntegratedId",
                table: "MergeRequests",
                column: "IntegratedId");

            migrationBuilder.CreateIndex(
                name: "IX_MergeRequests_IntegrationId",
                table: "MergeRequests",
                column: "IntegrationId");

            migrationBuilder.CreateIndex(
                name: "IX_MergeRequests_MainId_IntegratedId",
                table: "MergeRequests",
                columns: new[] { "MainId", "IntegratedId" },
                unique: true,
                filter: "Status = 1");

            migrationBuilder.CreateIndex(
                name: "IX_Redemptions_CouponCode",
                table: "Redemptions",
                column: "CouponCode",
                unique: true,
                filter: "CouponCode IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Redemptions_CustomerId",
                table: "Redemptions",
                column: "CustomerId");

            migrationBuilder.CreateIndex(
                name: "IX_Redemptions_IntegrationId_OrderRefId",
                table: "Redemptions",
                columns: new[] { "IntegrationId", "OrderRefId" },
                filter: "OrderRefId IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Redemptions_OrderId",
                table: "Redemptions",
                column: "OrderId",
                filter: "OrderId IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Redemptions_Reserved",
                table: "Redemptions",
                column: "CustomerId",
                filter: "State = 1");

            migrationBuilder.CreateIndex(
                name: "IX_ReferralEvents_CommandKey",
                table: "ReferralEvents",
                column: "CommandKey",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ReferralEvents_CustomerId_OccurredAt_Type",
                table: "ReferralEvents",
                columns: new[] { "CustomerId", "OccurredAt", "Type" });

            migrationBuilder.CreateIndex(
                name: "IX_ReferralEvents_IntegrationId",
                table: "ReferralEvents",
                column: "IntegrationId");

            migrationBuilder.CreateIndex(
                name: "IX_ReferralEvents_Referred",
                table: "ReferralEvents",
                column: "Referred");

            migrationBuilder.CreateIndex(
                name: "IX_TierChanges_CommandKey",
                table: "TierChanges",
                column: "CommandKey",
                unique: true,
                filter: "CommandKey IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_TierChanges_CustomerId",
                table: "TierChanges",
                column: "CustomerId");

            migrationBuilder.CreateIndex(
                name: "IX_UnmatchedDocuments_IntegrationId_RefId_Type",
                table: "UnmatchedDocuments",
                columns: new[] { "IntegrationId", "RefId", "Type" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_UnmatchedDocuments_Waiting",
                table: "UnmatchedDocuments",
                column: "Id",
                filter: "State = 1");

            migrationBuilder.AddForeignKey(
                name: "FK_LedgerEntries_LedgerEntries_CorrectsId",
                table: "LedgerEntries",
                column: "CorrectsId",
                principalTable: "LedgerEntries",
                principalColumn: "Id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_LedgerEntries_LedgerEntries_CorrectsId",
                table: "LedgerEntries");

            migrationBuilder.DropTable(
                name: "AnsweredCalls");

            migrationBuilder.DropTable(
                name: "CallProblems");

            migrationBuilder.DropTable(
                name: "CampaignAwards");

            migrationBuilder.DropTable(
                name: "CampaignTerms");

            migrationBuilder.DropTable(
                name: "CampaignTotals");

            migrationBuilder.DropTable(
                name: "Coupons");

            migrationBuilder.DropTable(
                name: "CustomerPins");

            migrationBuilder.DropTable(
                name: "CustomerRewards");

            migrationBuilder.DropTable(
                name: "JobRuns");

            migrationBuilder.DropTable(
                name: "MergeRequests");

            migrationBuilder.DropTable(
                name: "PositionEarnings");

            migrationBuilder.DropTable(
                name: "Redemptions");

            migrationBuilder.DropTable(
                name: "ReferralEvents");

            migrationBuilder.DropTable(
                name: "TierChanges");

            migrationBuilder.DropTable(
                name: "TierGrants");

            migrationBuilder.DropTable(
                name: "TierRuns");

            migrationBuilder.DropTable(
                name: "UnmatchedDocuments");

            migrationBuilder.DropTable(
                name: "IntegrationKeys");

            migrationBuilder.DropTable(
                name: "Rewards");

            migrationBuilder.DropCheckConstraint(
                name: "CK_Tiers_begin_at_nothing",
                table: "Tiers");

            migrationBuilder.DropCheckConstraint(
                name: "CK_Tiers_give_something_or_nothing",
                table: "Tiers");

            migrationBuilder.DropCheckConstraint(
                name: "CK_Programme_fills_cards_with_stamps",
                table: "Programme");

            migrationBuilder.DropCheckConstraint(
                name: "CK_Programme_keeps_periods_positive",
                table: "Programme");

            migrationBuilder.DropIndex(
                name: "IX_Orders_IntegrationId_PlacedAt",
                table: "Orders");

            migrationBuilder.DropIndex(
                name: "IX_Orders_PlacedAt",
                table: "Orders");

            migrationBuilder.DropIndex(
                name: "IX_Lots_LockedUntil_CustomerId",
                table: "Lots");

            migrationBuilder.DropIndex(
                name: "IX_LedgerEntries_CorrectsId",
                table: "LedgerEntries");

            migrationBuilder.DropIndex(
                name: "IX_LedgerEntries_Debts",
                table: "LedgerEntries");

            migrationBuilder.DropIndex(
                name: "IX_LedgerEntries_Deductions",
                table: "LedgerEntries");

            migrationBuilder.DropIndex(
                name: "IX_LedgerEntries_LotId_EffectiveAt",
                table: "LedgerEntries");

            migrationBuilder.DropIndex(
                name: "IX_LedgerEntries_Reversed",
                table: "LedgerEntries");

            migrationBuilder.DropCheckConstraint(
                name: "CK_LedgerEntries_credit_or_deduct_as_their_kind_says",
                table: "LedgerEntries");

            migrationBuilder.DropCheckConstraint(
                name: "CK_LedgerEntries_leave_lots_alone_only_by_hand",
                table: "LedgerEntries");

            migrationBuilder.DropCheckConstraint(
                name: "CK_LedgerEntries_name_what_they_correct",
                table: "LedgerEntries");

            migrationBuilder.DropIndex(
                name: "IX_Customers_RegistrationKey",
                table: "Customers");

            migrationBuilder.DropIndex(
                name: "IX_Customers_TierDueAt",
                table: "Customers");

            migrationBuilder.DropIndex(
                name: "IX_Customers_TierLockedUntil",
                table: "Customers");

            migrationBuilder.DropIndex(
                name: "IX_Campaigns_CommandKey",
                table: "Campaigns");

            migrationBuilder.DropCheckConstraint(
                name: "CK_Campaigns_name_what_they_pay_for",
                table: "Campaigns");

            migrationBuilder.DropCheckConstraint(
                name: "CK_Campaigns_pay_something",
                table: "Campaigns");

            migrationBuilder.DropColumn(
                name: "EntryMonths",
                table: "Tiers");

            migrationBuilder.DropColumn(
                name: "EntryPoints",
                table: "Tiers");

            migrationBuilder.DropColumn(
                name: "Version",
                table: "Tiers");

            migrationBuilder.DropColumn(
                name: "GoodwillQualifies",
                table: "Programme");

            migrationBuilder.DropColumn(
                name: "LockedPointsQualify",
                table: "Programme");

            migrationBuilder.DropColumn(
                name: "ManualDebitsUnallocated",
                table: "Programme");

            migrationBuilder.DropColumn(
                name: "PinSecret",
                table: "Programme");

            migrationBuilder.DropColumn(
                name: "ReservationMinutes",
                table: "Programme");

            migrationBuilder.DropColumn(
                name: "ReturnsPolicy",
                table: "Programme");

            migrationBuilder.DropColumn(
                name: "StampsPerCard",
                table: "Programme");

            migrationBuilder.DropColumn(
                name: "TierDescent",
                table: "Programme");

            migrationBuilder.DropColumn(
                name: "TierGraceDays",
                table: "Programme");

            migrationBuilder.DropColumn(
                name: "TierMonths",
                table: "Programme");

            migrationBuilder.DropColumn(
                name: "TierPeriod",
                table: "Programme");

            migrationBuilder.DropColumn(
                name: "UndoMinutes",
                table: "Programme");

            migrationBuilder.DropColumn(
                name: "UnitDe",
                table: "Programme");

            migrationBuilder.DropColumn(
                name: "UnitEn",
                table: "Programme");

            migrationBuilder.DropColumn(
                name: "UnitsDe",
                table: "Programme");

            migrationBuilder.DropColumn(
                name: "UnitsEn",
                table: "Programme");

            migrationBuilder.DropColumn(
                name: "TerminalId",
                table: "Orders");

            migrationBuilder.DropColumn(
                name: "OriginalLine",
                table: "OrderPositions");

            migrationBuilder.DropColumn(
                name: "CorrectsId",
                table: "LedgerEntries");

            migrationBuilder.DropColumn(
                name: "IsUnallocated",
                table: "LedgerEntries");

            migrationBuilder.DropColumn(
                name: "Company",
                table: "Customers");

            migrationBuilder.DropColumn(
                name: "CustomerGroup",
                table: "Customers");

            migrationBuilder.DropColumn(
                name: "FirstName",
                table: "Customers");

            migrationBuilder.DropColumn(
                name: "LastName",
                table: "Customers");

            migrationBuilder.DropColumn(
                name: "NameDay",
                table: "Customers");

            migrationBuilder.DropColumn(
                name: "RegistrationKey",
                table: "Customers");

            migrationBuilder.DropColumn(
                name: "Salutation",
                table: "Customers");

            migrationBuilder.DropColumn(
                name: "TierDueAt",
                table: "Customers");

            migrationBuilder.DropColumn(
                name: "TierEvaluatedAt",
                table: "Customers");

            migrationBuilder.DropColumn(
                name: "TierHeldAt",
                table: "Customers");

            migrationBuilder.DropColumn(
                name: "TierKeptUntil",
                table: "Customers");

            migrationBuilder.DropColumn(
                name: "TierLock",
                table: "Customers");

            migrationBuilder.DropColumn(
                name: "TierLockReason",
                table: "Customers");

            migrationBuilder.DropColumn(
                name: "TierLockedBy",
                table: "Customers");

            migrationBuilder.DropColumn(
                name: "TierLockedUntil",
                table: "Customers");

            migrationBuilder.DropColumn(
                name: "TierSince",
                table: "Customers");

            migrationBuilder.DropColumn(
                name: "Category",
                table: "Campaigns");

            migrationBuilder.DropColumn(
                name: "CommandKey",
                table: "Campaigns");

            migrationBuilder.DropColumn(
                name: "CouponText",
                table: "Campaigns");

            migrationBuilder.DropColumn(
                name: "Sku",
                table: "Campaigns");

            migrationBuilder.DropColumn(
                name: "Variant",
                table: "Campaigns");

            migrationBuilder.DropColumn(
                name: "Version",
                table: "Campaigns");

            migrationBuilder.RenameColumn(
                name: "Kind",
                table: "Campaigns",
                newName: "Source");

            migrationBuilder.CreateIndex(
                name: "IX_LedgerEntries_Debts",
                table: "LedgerEntries",
                column: "CustomerId",
                filter: "IsDebt = 1");

            migrationBuilder.CreateIndex(
                name: "IX_LedgerEntries_LotId_EffectiveAt",
                table: "LedgerEntries",
                columns: new[] { "LotId", "EffectiveAt" },
                unique: true,
                filter: "LotId IS NOT NULL");

            migrationBuilder.AddCheckConstraint(
                name: "CK_LedgerEntries_credit_or_deduct_as_their_kind_says",
                table: "LedgerEntries",
                sql: "(Kind IN (1, 2, 3, 4, 5) AND Points > 0) OR (Kind IN (6, 7, 8, 9) AND Points < 0)");

            migrationBuilder.AddCheckConstraint(
                name: "CK_Campaigns_pay_something",
                table: "Campaigns",
                sql: "Rate > 0");
        }
    }
}
