using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace LoyaltyConsole.Core.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Segments : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Orders_CustomerId_PlacedAt_Type_GoodsTotal_Shipping",
                table: "Orders");

            migrationBuilder.Sql(
                """
                CREATE TABLE "CustomerSegments" (
                    "ModelId" INTEGER NOT NULL,
                    "CustomerId" INTEGER NOT NULL,
                    "SegmentId" INTEGER NOT NULL,
                    "PreviousId" INTEGER NULL,
                    "Since" INTEGER NOT NULL,
                    CONSTRAINT "PK_CustomerSegments" PRIMARY KEY ("ModelId", "CustomerId")
                ) WITHOUT ROWID;
                """);

            migrationBuilder.CreateTable(
                name: "SegmentModels",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Method = table.Column<string>(type: "TEXT", nullable: false),
                    IsChosen = table.Column<bool>(type: "INTEGER", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false),
                    CurrentRun = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SegmentModels", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "SegmentRuns",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false),
                    ModelId = table.Column<long>(type: "INTEGER", nullable: false),
                    AnalysedOn = table.Column<string>(type: "TEXT", maxLength: 10, nullable: false),
                    RanAt = table.Column<long>(type: "INTEGER", nullable: false),
                    RanBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    CommandKey = table.Column<Guid>(type: "TEXT", nullable: true),
                    State = table.Column<int>(type: "INTEGER", nullable: false),
                    Method = table.Column<string>(type: "TEXT", nullable: false),
                    Facts = table.Column<string>(type: "TEXT", nullable: false),
                    Changed = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SegmentRuns", x => x.Id);
                    table.CheckConstraint("CK_SegmentRuns_are_under_way_or_whole", "State BETWEEN 1 AND 4");
                });

            migrationBuilder.CreateTable(
                name: "Segments",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false),
                    ModelId = table.Column<long>(type: "INTEGER", nullable: false),
                    Kind = table.Column<int>(type: "INTEGER", nullable: false),
                    Place = table.Column<int>(type: "INTEGER", nullable: true),
                    Name = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Rule = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Segments", x => x.Id);
                    table.CheckConstraint("CK_Segments_have_a_kind", "Kind IN (1, 2, 3)");
                });

            migrationBuilder.Sql(
                """
                CREATE TABLE "SegmentScores" (
                    "RunId" INTEGER NOT NULL,
                    "CustomerId" INTEGER NOT NULL,
                    "Recency" INTEGER NOT NULL,
                    "Frequency" INTEGER NOT NULL,
                    "Monetary" INTEGER NOT NULL,
                    "R" INTEGER NOT NULL,
                    "F" INTEGER NOT NULL,
                    "M" INTEGER NOT NULL,
                    "SegmentId" INTEGER NOT NULL,
                    CONSTRAINT "PK_SegmentScores" PRIMARY KEY ("RunId", "CustomerId")
                ) WITHOUT ROWID;
                """);

            migrationBuilder.CreateTable(
                name: "SegmentSizes",
                columns: table => new
                {
                    RunId = table.Column<long>(type: "INTEGER", nullable: false),
                    SegmentId = table.Column<long>(type: "INTEGER", nullable: false),
                    Place = table.Column<int>(type: "INTEGER", nullable: false),
                    Customers = table.Column<long>(type: "INTEGER", nullable: false),
                    Revenue = table.Column<long>(type: "INTEGER", nullable: false),
                    Points = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SegmentSizes", x => new { x.RunId, x.SegmentId });
                });

            migrationBuilder.CreateIndex(
                name: "IX_Orders_CustomerId_PlacedAt_Type_GoodsTotal_Shipping_Currency",
                table: "Orders",
                columns: new[] { "CustomerId", "PlacedAt", "Type", "GoodsTotal", "Shipping", "Currency" });

            migrationBuilder.CreateIndex(
                name: "IX_CustomerSegments_ModelId_SegmentId",
                table: "CustomerSegments",
                columns: new[] { "ModelId", "SegmentId" });

            migrationBuilder.CreateIndex(
                name: "IX_SegmentModels_IsChosen",
                table: "SegmentModels",
                column: "IsChosen",
                unique: true,
                filter: "IsChosen = 1");

            migrationBuilder.CreateIndex(
                name: "IX_SegmentModels_Name",
                table: "SegmentModels",
                column: "Name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_SegmentRuns_CommandKey",
                table: "SegmentRuns",
                column: "CommandKey",
                unique: true,
                filter: "CommandKey IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_SegmentRuns_ModelId_AnalysedOn",
                table: "SegmentRuns",
                columns: new[] { "ModelId", "AnalysedOn" });

            migrationBuilder.CreateIndex(
                name: "IX_Segments_ModelId_Place",
                table: "Segments",
                columns: new[] { "ModelId", "Place" },
                unique: true,
                filter: "Place IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "CustomerSegments");

            migrationBuilder.DropTable(
                name: "SegmentModels");

            migrationBuilder.DropTable(
                name: "SegmentRuns");

            migrationBuilder.DropTable(
                name: "Segments");

            migrationBuilder.DropTable(
                name: "SegmentScores");

            migrationBuilder.DropTable(
                name: "SegmentSizes");

            migrationBuilder.DropIndex(
                name: "IX_Orders_CustomerId_PlacedAt_Type_GoodsTotal_Shipping_Currency",
                table: "Orders");

            migrationBuilder.CreateIndex(
                name: "IX_Orders_CustomerId_PlacedAt_Type_GoodsTotal_Shipping",
                table: "Orders",
                columns: new[] { "CustomerId", "PlacedAt", "Type", "GoodsTotal", "Shipping" });
        }
    }
}
