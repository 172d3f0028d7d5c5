using LoanServicing.Domain.Money;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using NodaTime;

namespace LoanServicing.Platform.Http;

/// <summary>Describes in the OpenAPI document what the JSON converters write.</summary>
internal static class OpenApiSchemas
{
    public static void AddDocument(IServiceCollection services) =>
        services.AddOpenApi("v1", options =>
        {
            options.AddSchemaTransformer((schema, context, _) =>
            {
                Describe(schema, Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type);
                OpenApiRequests.ListCodes(schema, context.JsonPropertyInfo);
                return Task.CompletedTask;
            });
            options.AddDocumentTransformer((document, _, _) =>
            {
                document.Info.Title = "LoanServicing";
                document.Info.Description = "Interest-free loans of the programme: applications, funding, payment orders, loans and receipts. Money is whole rials.";
                OpenApiRequests.ReleaseOptionalFields(document);
                return Task.CompletedTask;
            });
            options.AddOperationTransformer((operation, context, _) =>
            {
                if (context.Description.ActionDescriptor.EndpointMetadata.OfType<AllowedRoles>().LastOrDefault() is { } allowed)
                {
                    operation.Description = $"Roles: {string.Join(", ", allowed.Roles)}.";
                }

                OpenApiParameters.Add(operation, context.Description);

                return Task.CompletedTask;
            });
        });

    private static void Describe(OpenApiSchema schema, Type type)
    {
        if (type == typeof(Rials))
        {
            Set(schema, JsonSchemaType.Integer, "int64");
        }
        else if (type == typeof(LocalDate))
        {
            Set(schema, JsonSchemaType.String, "date");
        }
        else if (type == typeof(Instant))
        {
            Set(schema, JsonSchemaType.String, "date-time");
        }
    }

    private static void Set(OpenApiSchema schema, JsonSchemaType type, string format)
    {
        schema.Type = type;
        schema.Format = format;
        schema.Properties = null;
    }
}
