using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace LoyaltyConsole.Core.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class CouponImports : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                CREATE TABLE "ImportedCoupons" (
                    "ImportId" INTEGER NOT NULL,
                    "Line" INTEGER NOT NULL,
                    "State" INTEGER NOT NULL,
                    "Reason" INTEGER NULL,
                    "ReasonDetail" TEXT NULL,
                    "Named" TEXT NULL,
                    "CustomerId" INTEGER NULL,
                    "CampaignId" INTEGER NULL,
                    "Identifier" TEXT NULL,
                    "HeldBefore" INTEGER NOT NULL,
                    "CouponId" INTEGER NULL,
                    "Cells" TEXT NULL,
                    CONSTRAINT "PK_ImportedCoupons" PRIMARY KEY ("ImportId", "Line"),
                    CONSTRAINT "FK_ImportedCoupons_Imports_ImportId" FOREIGN KEY ("ImportId") REFERENCES "Imports" ("Id") ON DELETE RESTRICT
                ) WITHOUT ROWID;
                """);

            migrationBuilder.CreateIndex(
                name: "IX_ImportedCoupons_CustomerId_ImportId",
                table: "ImportedCoupons",
                columns: new[] { "CustomerId", "ImportId" });

            migrationBuilder.CreateIndex(
                name: "IX_ImportedCoupons_ImportId_State_Line",
                table: "ImportedCoupons",
                columns: new[] { "ImportId", "State", "Line" },
                filter: "State IN (2, 3, 6)");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ImportedCoupons");
        }
    }
}
