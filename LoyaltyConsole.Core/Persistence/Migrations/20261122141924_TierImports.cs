using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace LoyaltyConsole.Core.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class TierImports : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "Counts_Lowered",
                table: "Imports",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "Counts_TiersLocked",
                table: "Imports",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "Counts_TiersUnlocked",
                table: "Imports",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.Sql(
                """
                CREATE TABLE "ImportedTiers" (
                    "ImportId" INTEGER NOT NULL,
                    "Line" INTEGER NOT NULL,
                    "State" INTEGER NOT NULL,
                    "Reason" INTEGER NULL,
                    "ReasonDetail" TEXT NULL,
                    "Named" TEXT NULL,
                    "CustomerId" INTEGER NULL,
                    "Tier" INTEGER NULL,
                    "Locks" INTEGER NULL,
                    "LocksUntil" INTEGER NULL,
                    "Note" TEXT NULL,
                    "TierBefore" INTEGER NULL,
                    "TierAfter" INTEGER NULL,
                    "LockBefore" INTEGER NOT NULL,
                    "LockAfter" INTEGER NOT NULL,
                    "LockedUntilBefore" INTEGER NULL,
                    "LockedUntilAfter" INTEGER NULL,
                    "SinceBefore" INTEGER NULL,
                    "DueBefore" INTEGER NULL,
                    "KeptUntilBefore" INTEGER NULL,
                    "HeldBefore" INTEGER NULL,
                    "LockedByBefore" TEXT NULL,
                    "LockReasonBefore" TEXT NULL,
                    "ChangeId" INTEGER NULL,
                    "Cells" TEXT NULL,
                    CONSTRAINT "PK_ImportedTiers" PRIMARY KEY ("ImportId", "Line"),
                    CONSTRAINT "FK_ImportedTiers_Imports_ImportId" FOREIGN KEY ("ImportId") REFERENCES "Imports" ("Id") ON DELETE RESTRICT
                ) WITHOUT ROWID;
                """);

            migrationBuilder.CreateIndex(
                name: "IX_ImportedTiers_CustomerId_ImportId",
                table: "ImportedTiers",
                columns: new[] { "CustomerId", "ImportId" });

            migrationBuilder.CreateIndex(
                name: "IX_ImportedTiers_ImportId_State_Line",
                table: "ImportedTiers",
                columns: new[] { "ImportId", "State", "Line" },
                filter: "State IN (2, 3, 6)");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ImportedTiers");

            migrationBuilder.DropColumn(
                name: "Counts_Lowered",
                table: "Imports");

            migrationBuilder.DropColumn(
                name: "Counts_TiersLocked",
                table: "Imports");

            migrationBuilder.DropColumn(
                name: "Counts_TiersUnlocked",
                table: "Imports");
        }
    }
}
