using System.Data.Common;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.Loader;
using LoanServicing.Domain.Money;
using LoanServicing.Platform.Data;
using Microsoft.Data.SqlClient;
using NodaTime;

namespace LoanServicing.Platform.Tests.Drivers;

/// <summary>
/// Our stand-in for the package Microsoft.SqlServer.Server has all that the SQL Server driver refers to. Without it every command with a
/// parameter fails, which no test without a server would notice.
/// </summary>
public sealed class DriverStandInTests
{
    private const string StandIn = "Microsoft.SqlServer.Server";

    private static readonly string Driver = typeof(SqlConnection).Assembly.Location;

    public static TheoryData<string> NeededTypes
    {
        get
        {
            using var references = new DriverReferences(Driver, StandIn);
            return [.. references.Types];
        }
    }

    [Fact]
    public async Task A_command_with_a_parameter_of_every_type_we_use_reaches_the_server()
    {
        using var server = new FakeSqlServer();
        await RunCommandAsync(typeof(SqlConnection).Assembly, server);

        var command = Assert.Single(server.Commands);
        Assert.Contains("insert into everything", command, StringComparison.Ordinal);
        foreach (var declared in new[]
        {
            "@Id varbinary(16)", "@Amount bigint", "@Date int", "@At bigint", "@Text nvarchar(4000)", "@Count int", "@Position bigint", "@Yes bit",
            "@Bytes varbinary(", "@NoId varbinary(", "@NoAmount bigint", "@NoDate int", "@NoAt bigint", "@NoText nvarchar(", "@NoCount int",
        })
        {
            Assert.Contains(declared, command, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Without_the_stand_in_the_same_command_fails()
    {
        using var server = new FakeSqlServer();
        var alone = new DriverAlone(standIn: null);

        var failure = await Assert.ThrowsAnyAsync<IOException>(() => RunCommandAsync(alone.LoadFromAssemblyPath(Driver), server));
        Assert.Contains(StandIn, failure.Message, StringComparison.Ordinal);
        Assert.Empty(server.Commands);
    }

    [Fact]
    public async Task With_a_stand_in_that_lacks_the_types_the_same_command_fails()
    {
        using var server = new FakeSqlServer();
        var alone = new DriverAlone(BuildWithTypes([]));

        await Assert.ThrowsAsync<TypeLoadException>(() => RunCommandAsync(alone.LoadFromAssemblyPath(Driver), server));
        Assert.Empty(server.Commands);
    }

    [Fact]
    public void The_stand_in_has_every_type_and_member_that_the_driver_refers_to()
    {
        using var references = new DriverReferences(Driver, StandIn);

        Assert.NotEmpty(references.Types);
        Assert.Empty(references.MissingIn(Assembly.Load(StandIn)));
        Assert.NotEmpty(references.Members);
        Assert.All(references.Members, token => Assert.NotNull(typeof(SqlConnection).Module.ResolveMember(token))); // throws when it is missing
    }

    [Theory]
    [MemberData(nameof(NeededTypes))]
    public void A_missing_type_is_found(string type)
    {
        using var references = new DriverReferences(Driver, StandIn);
        var lacking = new DriverAlone(BuildWithTypes(references.Types.Except([type])));

        Assert.Equal([type], references.MissingIn(lacking.LoadFromAssemblyName(new AssemblyName(StandIn))));
    }

    [Fact]
    public void The_stand_in_has_the_identity_that_the_driver_asks_for()
    {
        var asked = Assert.Single(typeof(SqlConnection).Assembly.GetReferencedAssemblies(), name => name.Name == StandIn);
        Assert.Equal(asked.Version, Assembly.Load(asked).GetName().Version);
    }

    private static async Task RunCommandAsync(Assembly driver, FakeSqlServer server)
    {
        TypeHandlers.Register();
        await using var connection = (DbConnection)Activator.CreateInstance(driver.GetType(typeof(SqlConnection).FullName!)!, server.ConnectionString)!;
        await connection.OpenAsync();
        var unit = new UnitOfWork(connection, transaction: null, Instant.FromUtc(2026, 7, 27, 8, 0));
        await unit.ExecuteAsync(
            "insert into everything values (@Id, @Amount, @Date, @At, @Text, @Count, @Position, @Yes, @Bytes, @NoId, @NoAmount, @NoDate, @NoAt, @NoText, @NoCount)",
            new
            {
                Id = Guid.CreateVersion7(),
                Amount = new Rials(Rials.MaxAmount),
                Date = new LocalDate(2026, 7, 27),
                At = unit.Now,
                Text = "سلام",
                Count = 1,
                Position = 1L,
                Yes = true,
                Bytes = new byte[] { 1, 2, 3 },
                NoId = (Guid?)null,
                NoAmount = (Rials?)null,
                NoDate = (LocalDate?)null,
                NoAt = (Instant?)null,
                NoText = (string?)null,
                NoCount = (int?)null,
            });
    }

    /// <summary>An assembly of the stand-in's name with these types, empty.</summary>
    private static byte[] BuildWithTypes(IEnumerable<string> types)
    {
        var assembly = new PersistedAssemblyBuilder(new AssemblyName(StandIn) { Version = new Version(1, 0, 0, 0) }, typeof(object).Assembly);
        var module = assembly.DefineDynamicModule(StandIn);
        foreach (var type in types)
        {
            module.DefineType(type, TypeAttributes.Public).CreateType();
        }

        using var image = new MemoryStream();
        assembly.Save(image);
        return image.ToArray();
    }

    /// <summary>Loads the driver once more, beside a stand-in of the test's making.</summary>
    private sealed class DriverAlone(byte[]? standIn) : AssemblyLoadContext("driver alone")
    {
        protected override Assembly? Load(AssemblyName assemblyName)
        {
            if (assemblyName.Name != StandIn)
            {
                return null; // everything else is the test's own
            }

            return standIn is null ? throw new FileNotFoundException($"{StandIn} is not there.") : LoadFromStream(new MemoryStream(standIn));
        }
    }
}
