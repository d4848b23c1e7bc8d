using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace LoyaltyConsole.Core.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class AccountMerges : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "CK_MergeRequests_are_pending_approved_rejected_or_failed",
                table: "MergeRequests");

            migrationBuilder.AddColumn<long>(
                name: "DecidedAt",
                table: "MergeRequests",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "DecidedBy",
                table: "MergeRequests",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "DecisionKey",
                table: "MergeRequests",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Manifest",
                table: "MergeRequests",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "SubmitterKey",
                table: "MergeRequests",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddCheckConstraint(
                name: "CK_MergeRequests_are_open_or_decided",
                table: "MergeRequests",
                sql: "Status BETWEEN 1 AND 5");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "CK_MergeRequests_are_open_or_decided",
                table: "MergeRequests");

            migrationBuilder.DropColumn(
                name: "DecidedAt",
                table: "MergeRequests");

            migrationBuilder.DropColumn(
                name: "DecidedBy",
                table: "MergeRequests");

            migrationBuilder.DropColumn(
                name: "DecisionKey",
                table: "MergeRequests");

            migrationBuilder.DropColumn(
                name: "Manifest",
                table: "MergeRequests");

            migrationBuilder.DropColumn(
                name: "SubmitterKey",
                table: "MergeRequests");

            migrationBuilder.AddCheckConstraint(
                name: "CK_MergeRequests_are_pending_approved_rejected_or_failed",
                table: "MergeRequests",
                sql: "Status IN (1, 2, 3, 4)");
        }
    }
}
