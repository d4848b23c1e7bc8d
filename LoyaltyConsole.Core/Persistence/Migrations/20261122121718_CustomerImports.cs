using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace LoyaltyConsole.Core.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class CustomerImports : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                CREATE TABLE "ImportedCustomers" (
                    "ImportId" INTEGER NOT NULL,
                    "Line" INTEGER NOT NULL,
                    "State" INTEGER NOT NULL,
                    "Reason" INTEGER NULL,
                    "ReasonDetail" TEXT NULL,
                    "Named" TEXT NULL,
                    "CustomerId" INTEGER NULL,
                    "IsNew" INTEGER NOT NULL,
                    "Given" TEXT NULL,
                    "Changes" TEXT NULL,
                    "Cells" TEXT NULL,
                    CONSTRAINT "PK_ImportedCustomers" PRIMARY KEY ("ImportId", "Line"),
                    CONSTRAINT "FK_ImportedCustomers_Imports_ImportId" FOREIGN KEY ("ImportId") REFERENCES "Imports" ("Id") ON DELETE RESTRICT
                ) WITHOUT ROWID;
                """);

            migrationBuilder.CreateIndex(
                name: "IX_ImportedCustomers_CustomerId_ImportId",
                table: "ImportedCustomers",
                columns: new[] { "CustomerId", "ImportId" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ImportedCustomers");
        }
    }
}
