using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace LoyaltyConsole.Core.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class KeepTiers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
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

            migrationBuilder.AddColumn<long>(
                name: "TierDueAt",
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

            migrationBuilder.AddCheckConstraint(
                name: "CK_Tiers_begin_at_nothing",
                table: "Tiers",
                sql: "(Rank = 0) = (Threshold = 0) AND Threshold >= 0");

            migrationBuilder.AddCheckConstraint(
                name: "CK_Tiers_give_something_or_nothing",
                table: "Tiers",
                sql: "EntryPoints >= 0 AND (EntryMonths IS NULL OR EntryMonths > 0)");

            migrationBuilder.CreateIndex(
                name: "IX_Lots_LockedUntil_CustomerId",
                table: "Lots",
                columns: new[] { "LockedUntil", "CustomerId" },
                filter: "LockedUntil IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_LedgerEntries_Deductions",
                table: "LedgerEntries",
                columns: new[] { "CustomerId", "EffectiveAt", "Reason", "Points" },
                filter: "Kind = 6");

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
                name: "IX_TierChanges_CommandKey",
                table: "TierChanges",
                column: "CommandKey",
                unique: true,
                filter: "CommandKey IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_TierChanges_CustomerId",
                table: "TierChanges",
                column: "CustomerId");

            migrationBuilder.Sql(TierGuards.Triggers);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "TierChanges");

            migrationBuilder.DropTable(
                name: "TierGrants");

            migrationBuilder.DropTable(
                name: "TierRuns");

            migrationBuilder.DropCheckConstraint(
                name: "CK_Tiers_begin_at_nothing",
                table: "Tiers");

            migrationBuilder.DropCheckConstraint(
                name: "CK_Tiers_give_something_or_nothing",
                table: "Tiers");

            migrationBuilder.DropIndex(
                name: "IX_Lots_LockedUntil_CustomerId",
                table: "Lots");

            migrationBuilder.DropIndex(
                name: "IX_LedgerEntries_Deductions",
                table: "LedgerEntries");

            migrationBuilder.DropIndex(
                name: "IX_Customers_TierDueAt",
                table: "Customers");

            migrationBuilder.DropIndex(
                name: "IX_Customers_TierLockedUntil",
                table: "Customers");

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
                name: "TierDueAt",
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
        }
    }
}
