using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace LoyaltyConsole.Core.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class PointsImports : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "Counts_Customers",
                table: "Imports",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "Counts_Debt",
                table: "Imports",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<int>(
                name: "Counts_DebtRows",
                table: "Imports",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "Counts_Failed",
                table: "Imports",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "Counts_Kept",
                table: "Imports",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "Counts_PointsKept",
                table: "Imports",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<int>(
                name: "Counts_Raised",
                table: "Imports",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "Counts_Reversed",
                table: "Imports",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "UndoneAt",
                table: "Imports",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "UndoneBy",
                table: "Imports",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "CardNumber",
                table: "Customers",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.Sql(
                """
                CREATE TABLE "ImportedPoints" (
                    "ImportId" INTEGER NOT NULL,
                    "Line" INTEGER NOT NULL,
                    "State" INTEGER NOT NULL,
                    "Reason" INTEGER NULL,
                    "ReasonDetail" TEXT NULL,
                    "Named" TEXT NULL,
                    "CustomerId" INTEGER NULL,
                    "Mode" INTEGER NOT NULL,
                    "Points" INTEGER NOT NULL,
                    "LockedUntil" INTEGER NULL,
                    "ValidUntil" INTEGER NULL,
                    "InternalReason" TEXT NULL,
                    "CustomerText" TEXT NULL,
                    "Identifier" TEXT NULL,
                    "Difference" INTEGER NOT NULL,
                    "BalanceBefore" INTEGER NOT NULL,
                    "BalanceAfter" INTEGER NOT NULL,
                    "LockedBefore" INTEGER NOT NULL,
                    "LockedAfter" INTEGER NOT NULL,
                    "TierBefore" INTEGER NULL,
                    "TierAfter" INTEGER NULL,
                    "Debt" INTEGER NOT NULL,
                    "EntryId" INTEGER NULL,
                    "Cells" TEXT NULL,
                    CONSTRAINT "PK_ImportedPoints" PRIMARY KEY ("ImportId", "Line"),
                    CONSTRAINT "FK_ImportedPoints_Imports_ImportId" FOREIGN KEY ("ImportId") REFERENCES "Imports" ("Id") ON DELETE RESTRICT
                ) WITHOUT ROWID;
                """);

            migrationBuilder.CreateIndex(
                name: "IX_Customers_CardNumber",
                table: "Customers",
                column: "CardNumber",
                filter: "CardNumber IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_ImportedPoints_Identifier",
                table: "ImportedPoints",
                column: "Identifier",
                unique: true,
                filter: "Identifier IS NOT NULL AND State = 4");

            migrationBuilder.CreateIndex(
                name: "IX_ImportedPoints_ImportId_CustomerId_Line",
                table: "ImportedPoints",
                columns: new[] { "ImportId", "CustomerId", "Line" });

            migrationBuilder.CreateIndex(
                name: "IX_ImportedPoints_ImportId_State_Line",
                table: "ImportedPoints",
                columns: new[] { "ImportId", "State", "Line" },
                filter: "State IN (2, 3, 6)");

            migrationBuilder.CreateIndex(
                name: "IX_ImportedPoints_Tiers",
                table: "ImportedPoints",
                columns: new[] { "ImportId", "Line" },
                filter: "TierAfter <> TierBefore");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ImportedPoints");

            migrationBuilder.DropIndex(
                name: "IX_Customers_CardNumber",
                table: "Customers");

            migrationBuilder.DropColumn(
                name: "Counts_Customers",
                table: "Imports");

            migrationBuilder.DropColumn(
                name: "Counts_Debt",
                table: "Imports");

            migrationBuilder.DropColumn(
                name: "Counts_DebtRows",
                table: "Imports");

            migrationBuilder.DropColumn(
                name: "Counts_Failed",
                table: "Imports");

            migrationBuilder.DropColumn(
                name: "Counts_Kept",
                table: "Imports");

            migrationBuilder.DropColumn(
                name: "Counts_PointsKept",
                table: "Imports");

            migrationBuilder.DropColumn(
                name: "Counts_Raised",
                table: "Imports");

            migrationBuilder.DropColumn(
                name: "Counts_Reversed",
                table: "Imports");

            migrationBuilder.DropColumn(
                name: "UndoneAt",
                table: "Imports");

            migrationBuilder.DropColumn(
                name: "UndoneBy",
                table: "Imports");

            migrationBuilder.DropColumn(
                name: "CardNumber",
                table: "Customers");
        }
    }
}
