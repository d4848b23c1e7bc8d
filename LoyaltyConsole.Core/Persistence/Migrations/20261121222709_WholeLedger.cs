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
                name: "Category",
                table: "Campaigns",
                type: "TEXT",
                maxLength: 500,
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
                    SettledBy = table.Column<string>(type: "TEXT", nullable: true)
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

            migrationBuilder.AddCheckConstraint(
                name: "CK_Programme_fills_cards_with_stamps",
                table: "Programme",
                sql: "StampsPerCard IS NULL OR StampsPerCard BETWEEN 2 AND 1000");

            migrationBuilder.AddCheckConstraint(
                name: "CK_Programme_keeps_periods_positive",
                table: "Programme",
                sql: "ReservationMinutes > 0 AND TierMonths > 0 AND TierGraceDays >= 0 AND UndoMinutes >= 0");

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

            migrationBuilder.AddCheckConstraint(
                name: "CK_Campaigns_name_what_they_pay_for",
                table: "Campaigns",
                sql: "(Kind = 3) = (Category IS NOT NULL) AND (Kind = 4) = (Sku IS NOT NULL)");

            migrationBuilder.AddCheckConstraint(
                name: "CK_Campaigns_pay_something",
                table: "Campaigns",
                sql: "Rate > 0 OR (Kind = 8 AND Rate = 0)");

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
                name: "CampaignAwards");

            migrationBuilder.DropTable(
                name: "PositionEarnings");

            migrationBuilder.DropTable(
                name: "Redemptions");

            migrationBuilder.DropTable(
                name: "UnmatchedDocuments");

            migrationBuilder.DropCheckConstraint(
                name: "CK_Programme_fills_cards_with_stamps",
                table: "Programme");

            migrationBuilder.DropCheckConstraint(
                name: "CK_Programme_keeps_periods_positive",
                table: "Programme");

            migrationBuilder.DropIndex(
                name: "IX_LedgerEntries_CorrectsId",
                table: "LedgerEntries");

            migrationBuilder.DropIndex(
                name: "IX_LedgerEntries_Debts",
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

            migrationBuilder.DropCheckConstraint(
                name: "CK_Campaigns_name_what_they_pay_for",
                table: "Campaigns");

            migrationBuilder.DropCheckConstraint(
                name: "CK_Campaigns_pay_something",
                table: "Campaigns");

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
                name: "OriginalLine",
                table: "OrderPositions");

            migrationBuilder.DropColumn(
                name: "CorrectsId",
                table: "LedgerEntries");

            migrationBuilder.DropColumn(
                name: "IsUnallocated",
                table: "LedgerEntries");

            migrationBuilder.DropColumn(
                name: "Category",
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
