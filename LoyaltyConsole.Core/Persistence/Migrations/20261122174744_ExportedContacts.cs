using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace LoyaltyConsole.Core.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class ExportedContacts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "IX_ConnectionContacts_ConnectionId_CustomerId",
                table: "ConnectionContacts",
                columns: new[] { "ConnectionId", "CustomerId" },
                filter: "State = 1 AND IsExported = 1");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_ConnectionContacts_ConnectionId_CustomerId",
                table: "ConnectionContacts");
        }
    }
}
