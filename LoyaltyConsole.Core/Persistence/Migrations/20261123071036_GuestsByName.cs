using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace LoyaltyConsole.Core.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class GuestsByName : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Customers_IsRegistered",
                table: "Customers");

            migrationBuilder.CreateIndex(
                name: "IX_Customers_IsRegistered_NameKey",
                table: "Customers",
                columns: new[] { "IsRegistered", "NameKey" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Customers_IsRegistered_NameKey",
                table: "Customers");

            migrationBuilder.CreateIndex(
                name: "IX_Customers_IsRegistered",
                table: "Customers",
                column: "IsRegistered");
        }
    }
}
