using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace LoyaltyConsole.Core.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class LotsThatRunOut : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Lots_ValidUntil_CustomerId",
                table: "Lots");

            migrationBuilder.CreateIndex(
                name: "IX_Lots_ValidUntil_CustomerId_Remaining",
                table: "Lots",
                columns: new[] { "ValidUntil", "CustomerId", "Remaining" },
                filter: "Remaining > 0 AND ValidUntil IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Lots_ValidUntil_CustomerId_Remaining",
                table: "Lots");

            migrationBuilder.CreateIndex(
                name: "IX_Lots_ValidUntil_CustomerId",
                table: "Lots",
                columns: new[] { "ValidUntil", "CustomerId" },
                filter: "Remaining > 0 AND ValidUntil IS NOT NULL");
        }
    }
}
