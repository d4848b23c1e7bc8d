using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace LoyaltyConsole.Core.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class MergeDelay : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "MergeDelayMinutes",
                table: "Programme",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "Agreed",
                table: "MergeRequests",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "ApprovalKey",
                table: "MergeRequests",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "ApprovedAt",
                table: "MergeRequests",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ApprovedBy",
                table: "MergeRequests",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Failure",
                table: "MergeRequests",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "RunsAt",
                table: "MergeRequests",
                type: "INTEGER",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "MergeDelayMinutes",
                table: "Programme");

            migrationBuilder.DropColumn(
                name: "Agreed",
                table: "MergeRequests");

            migrationBuilder.DropColumn(
                name: "ApprovalKey",
                table: "MergeRequests");

            migrationBuilder.DropColumn(
                name: "ApprovedAt",
                table: "MergeRequests");

            migrationBuilder.DropColumn(
                name: "ApprovedBy",
                table: "MergeRequests");

            migrationBuilder.DropColumn(
                name: "Failure",
                table: "MergeRequests");

            migrationBuilder.DropColumn(
                name: "RunsAt",
                table: "MergeRequests");
        }
    }
}
