using System.Text.Json.Nodes;
using LoanServicing.Host.Schemas;
using LoanServicing.Host.Verbs;
using LoanServicing.TestSupport;

namespace LoanServicing.Host.Tests.Schemas;

/// <summary>What lies under schemas/ is what the contracts say, and the verb that writes it breaks nobody.</summary>
public sealed class SchemaFilesTests
{
    private const string Payment = "messages/bank.payment-received.v1.json";

    private static string Committed { get; } = Find("schemas");

    [Fact]
    public void Every_committed_file_is_as_generated_and_there_is_no_other()
    {
        var generated = SchemaFiles.Generate();

        Assert.All(generated, file => Assert.True(
            File.Exists(Path.Combine(Committed, file.Key)) && File.ReadAllText(Path.Combine(Committed, file.Key)) == file.Value,
            $"schemas/{file.Key} differs from the contracts: run 'schemas' and commit what it writes."));
        Assert.Equal(generated.Keys.Where(path => path.StartsWith(SchemaFiles.MessageFolder, StringComparison.Ordinal)).Order(StringComparer.Ordinal), SchemaFiles.Stored(Committed));
    }

    [Fact]
    public void No_change_of_the_contracts_breaks_a_reader_or_a_writer_of_the_committed_schemas() =>
        Assert.Empty(SchemaFiles.Breaks(Committed, SchemaFiles.Generate()));

    [Fact]
    public void No_message_to_outside_parties_names_a_person_or_an_account()
    {
        foreach (var message in MessageSchema.All.Where(message => message.Direction == MessageDirection.Sent))
        {
            Assert.DoesNotContain(
                message.Type.GetProperties(),
                property => property.Name.Contains("National", StringComparison.Ordinal) || property.Name.Contains("Iban", StringComparison.Ordinal)
                    || property.Name.Contains("FullName", StringComparison.Ordinal) || property.Name.Contains("Borrower", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task The_verb_writes_into_a_new_folder_and_over_what_a_compatible_change_left()
    {
        using var folder = new TestFolder();

        Assert.Equal(ExitCodes.Success, await SchemasVerb.RunAsync(folder.Path, [], TextWriter.Null, CancellationToken.None));
        Change(folder, schema => schema["properties"]!.AsObject().Remove("loanId")); // the older one had less
        Assert.Equal(ExitCodes.Success, await SchemasVerb.RunAsync(folder.Path, [], TextWriter.Null, CancellationToken.None));

        Assert.All(SchemaFiles.Generate(), file => Assert.Equal(file.Value, File.ReadAllText(Path.Combine(folder.Path, file.Key))));
    }

    [Fact]
    public async Task The_verb_refuses_to_write_over_a_schema_whose_readers_or_writers_it_would_break()
    {
        using var folder = new TestFolder();
        await SchemasVerb.RunAsync(folder.Path, [], TextWriter.Null, CancellationToken.None);
        Change(folder, schema => schema["properties"]!.AsObject()["payerName"] = new JsonObject { ["type"] = "string" });
        File.WriteAllText(Path.Combine(folder.Path, SchemaFiles.MessageFolder, "loan.forgiven.v1.json"), "{}");
        var before = File.ReadAllText(Path.Combine(folder.Path, Payment));
        using var output = new StringWriter();

        Assert.Equal(ExitCodes.Found, await SchemasVerb.RunAsync(folder.Path, [], output, CancellationToken.None));

        Assert.Equal(before, File.ReadAllText(Path.Combine(folder.Path, Payment)));
        Assert.Contains("bank.payment-received.v1 /payerName is removed", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("loan.forgiven.v1 is removed", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("add a new one", output.ToString(), StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Found, await SchemasVerb.RunAsync(folder.Path, ["loan.forgiven.v1"], TextWriter.Null, CancellationToken.None));
        Assert.Equal(ExitCodes.Success, await SchemasVerb.RunAsync(folder.Path, ["loan.forgiven.v1", "bank.payment-received.v1"], TextWriter.Null, CancellationToken.None));
    }

    private static void Change(TestFolder folder, Action<JsonObject> change)
    {
        var file = Path.Combine(folder.Path, Payment);
        var schema = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
        change(schema);
        File.WriteAllText(file, schema.ToJsonString());
    }

    /// <summary>A folder of the repository.</summary>
    internal static string Find(string name)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "LoanServicing.sln")))
        {
            root = root.Parent ?? throw new InvalidOperationException("No folder above the tests holds LoanServicing.sln.");
        }

        return Path.Combine(root.FullName, name);
    }
}
