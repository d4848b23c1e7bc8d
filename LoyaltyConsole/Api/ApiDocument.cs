using System.Text.Json.Serialization;
using LoyaltyConsole.Core.Integrations;
using LoyaltyConsole.Hosting;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using NodaTime;

namespace LoyaltyConsole.Api;

/// <summary>The description of the interface, made from the endpoints themselves (OpenAPI).</summary>
internal static class ApiDocument
{
    /// <summary>Where it lies.</summary>
    public const string Address = "/openapi/v1.json";

    private const string Name = "v1";
    private const string KeyScheme = "ApiKey";

    public static IServiceCollection AddApiDocument(this IServiceCollection services) => services
        .ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            options.SerializerOptions.Converters.Add(new InstantText());
            options.SerializerOptions.Converters.Add(new DateText());
            options.SerializerOptions.Converters.Add(new NameDayText());
        })
        .AddOpenApi(Name, options =>
        {
            options.ShouldInclude = described => described.ActionDescriptor.EndpointMetadata.OfType<ScopeNeeded>().Any();
            options.AddDocumentTransformer(DescribeAsync);
            options.AddOperationTransformer(DescribeAsync);
            options.AddSchemaTransformer(DescribeAsync);
        });

    public static void MapApiDocument(this WebApplication app)
    {
        // The endpoints do not change while the console runs.
        var document = new Lazy<Task<string>>(() => WriteAsync(app.Services));
        app.MapGet(Address, async () => Results.Content(await document.Value, "application/json; charset=utf-8")).AllowAnonymous().ExcludeFromDescription();
    }

    private static async Task<string> WriteAsync(IServiceProvider services)
    {
        var document = await services.GetRequiredKeyedService<IOpenApiDocumentProvider>(Name).GetOpenApiDocumentAsync();
        return await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1);
    }

    private static Task DescribeAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "LoyaltyConsole",
            Version = ProductVersion.Text,
            Description =
                """
                What shops and tills tell a loyalty programme, and ask of it. Points and money are JSON numbers, instants ISO 8601 in UTC.

                Every POST needs an Idempotency-Key: sent again with the same body it answers the first result again, with Idempotent-Replayed: true and without a second effect; with another body it is refused (422 idempotency_key_reused). Problems are RFC 9457 with a code that never changes and a sentence in English or German (Accept-Language).
                """,
        };
        document.Servers?.Clear();
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
        {
            [KeyScheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Header,
                Name = ApiDoor.KeyHeader,
                Description = "The key of the integration, which an administrator makes on the Integrations page.",
            },
        };
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(KeyScheme, document)] = [] }];
        return Task.CompletedTask;
    }

    private static async Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var scope = context.Description.ActionDescriptor.EndpointMetadata.OfType<ScopeNeeded>().Single().Scope;
        operation.Description = $"{operation.Description}\n\nScope: {ScopeNames.Of(scope)[0]}.";
        var problem = new OpenApiMediaType { Schema = await ProblemAsync(context, cancellationToken) };
        (operation.Responses ??= [])["default"] = new OpenApiResponse
        {
            Description = "A problem, named by its code.",
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { [ApiProblems.MediaType] = problem },
        };
        if (!HttpMethods.IsPost(context.Description.HttpMethod ?? ""))
        {
            return;
        }

        (operation.Parameters ??= []).Add(new OpenApiParameter
        {
            Name = ApiCall.IdempotencyKeyHeader,
            In = ParameterLocation.Header,
            Required = true,
            Description = "Names this call; any text of your own, for instance a UUID. Repeat it to repeat the call safely.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = IntegrationCall.KeyLength },
        });
        foreach (var response in operation.Responses.Where(response => response.Key.StartsWith('2')).Select(response => response.Value).OfType<OpenApiResponse>())
        {
            response.Headers = new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal)
            {
                [ApiCall.ReplayedHeader] = new OpenApiHeader
                {
                    Description = "true where this call was answered before.",
                    Schema = new OpenApiSchema { Type = JsonSchemaType.Boolean },
                },
            };
        }
    }

    private static async Task<IOpenApiSchema> ProblemAsync(OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        const string Component = nameof(ProblemAnswer);
        if (context.Document!.Components?.Schemas?.ContainsKey(Component) is not true)
        {
            var schema = await context.GetOrCreateSchemaAsync(typeof(ProblemAnswer), parameterDescription: null, cancellationToken);
            schema.Required?.Remove("field");
            context.Document.AddComponent(Component, schema);
        }

        return new OpenApiSchemaReference(Component, context.Document);
    }

    // How our own values are spelt, which the framework cannot know.
    private static Task DescribeAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        var format = type == typeof(Instant) ? "date-time" : type == typeof(LocalDate) ? "date" : type == typeof(AnnualDate) ? "MM-DD" : null;
        if (format is not null)
        {
            schema.Type = JsonSchemaType.String;
            schema.Format = format;
        }

        return Task.CompletedTask;
    }
}
