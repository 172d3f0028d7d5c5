using System.Reflection;
using Microsoft.Data.SqlClient;

namespace LoanServicing.Platform.Tests.Data;

/// <summary>Errors as SQL Server would send them; the driver lets nobody else make one.</summary>
internal static class SqlErrors
{
    private const BindingFlags Inside = BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    public static SqlException Of(int number, byte severity = 16)
    {
        var errors = (SqlErrorCollection)Make(typeof(SqlErrorCollection));
        typeof(SqlErrorCollection).GetMethod("Add", Inside)!.Invoke(errors, [MakeError(number, severity)]);
        var create = typeof(SqlException).GetMethod("CreateException", Inside, [typeof(SqlErrorCollection), typeof(string)])!;
        return (SqlException)create.Invoke(null, [errors, "15.00"])!;
    }

    private static object MakeError(int number, byte severity)
    {
        var constructor = typeof(SqlError).GetConstructors(Inside).OrderBy(candidate => candidate.GetParameters().Length).First();
        var values = constructor.GetParameters().Select(parameter => parameter switch
        {
            { Name: "infoNumber" } => number,
            { Name: "errorClass" } => severity,
            { ParameterType: var type } when type == typeof(string) => "text",
            { ParameterType: { IsValueType: true } type } => Activator.CreateInstance(type),
            _ => null,
        });
        return constructor.Invoke([.. values]);
    }

    private static object Make(Type type) => Activator.CreateInstance(type, nonPublic: true)!;
}
