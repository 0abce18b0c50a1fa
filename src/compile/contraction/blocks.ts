import type { Assembly } from '../assembly.js'
import { wholeLines } from '../lines.js'
import { advance, repeat } from '../loops.js'
import { type Code, i32, type Value, type Variable } from '../wasm/index.js'
import type { Procedure } from '../work.js'
import { type Panel, packPanels } from './packing.js'
import type { Part } from './parts.js'
import { blocksOf, groupsOf, leftPanel, type Product, rightPanel, showProduct, tilesOf } from './product.js'
import { multiply, type Strip } from './tile.js'
import { tileBytes } from './tiling.js'

type Pointer = Value<'i32'>

/** A function of pointers to the left and right operand, the product, and room for packed panels. */
export const productFor = (assembly: Assembly, product: Product): Procedure =>
  assembly.functions.procedure(showProduct(product), 3, (code, [left, right, target], room) => {
    room.bytes = writeProduct(assembly, code, product, { left, right, target, room: room.pointer })
  })

interface Pointers {
  readonly left: Pointer
  readonly right: Pointer
  readonly target: Pointer
  readonly room: Pointer
}

/** Runs a body for each part of an extent, with pointers that move by so many bytes for each of its elements. */
const alongParts = (
  code: Code,
  parts: readonly Part[],
  moving: readonly (readonly [pointer: Pointer, stride: number])[],
  body: (size: number, pointers: readonly Variable<'i32'>[]) => void,
): void => {
  const pointers = moving.map(([pointer]) => code.variable('i32', pointer))
  for (const { size, count } of parts)
    repeat(code, count, () => {
      body(size, pointers)
      pointers.forEach((pointer, index) => {
        advance(code, pointer, size * moving[index][1])
      })
    })
}

/** Writes the code for a product block by block, and gives how many bytes of room it takes. */
const writeProduct = (assembly: Assembly, code: Code, product: Product, at: Pointers): number => {
  const { left, right, target, packsLeft, packsRight } = product
  const { depths, rows, columns } = blocksOf(product)
  const [height, depth, width] = [rows, depths, columns].map(([{ size }]) => size)
  const rightBytes = packsRight ? wholeLines(depth * rightPanel(product, width).packed) : 0
  const leftBytes = packsLeft ? wholeLines(depth * leftPanel(product, height).packed) : 0
  const leftRoom = code.apply('i32.add', at.room, i32(rightBytes))
  const tileRoom = code.apply('i32.add', leftRoom, i32(leftBytes))
  const goesOn = code.variable('i32')
  const inColumns = [
    [at.right, right.column],
    [at.target, target.column],
  ] as const
  alongParts(code, columns, inColumns, (columns, [rightColumns, targetColumns]) => {
    code.assign(goesOn, i32(0))
    const inDepth = [
      [at.left, left.column],
      [rightColumns, right.row],
    ] as const
    alongParts(code, depths, inDepth, (depth, [leftStretch, rightBlock]) => {
      if (packsRight)
        pack(
          assembly,
          code,
          groupsOf(product, columns),
          depth,
          (extent) => rightPanel(product, extent),
          rightBlock,
          at.room,
        )
      const inRows = [
        [leftStretch, left.row],
        [targetColumns, target.row],
      ] as const
      alongParts(code, rows, inRows, (rows, [leftBlock, targetBlock]) => {
        if (packsLeft)
          pack(
            assembly,
            code,
            tilesOf(product, rows, columns),
            depth,
            (extent) => leftPanel(product, extent),
            leftBlock,
            leftRoom,
          )
        multiplyBlock(
          assembly,
          code,
          { ...product, rows, depth, columns },
          {
            left: packsLeft ? leftRoom : leftBlock,
            right: packsRight ? at.room : rightBlock,
            target: targetBlock,
            room: tileRoom,
            goesOn,
          },
          product.depth > depth,
        )
      })
      code.assign(goesOn, i32(1))
    })
  })
  return leftBytes + rightBytes + tileBytes
}

/** Calls for panels of several sizes to be packed, one behind the other. */
const pack = (
  assembly: Assembly,
  code: Code,
  parts: readonly Part[],
  depth: number,
  panelOf: (extent: number) => Panel,
  ...[source, target]: readonly Pointer[]
): void => {
  const [from, to] = [code.variable('i32', source), code.variable('i32', target)]
  for (const { size, count } of parts) {
    const panel = panelOf(size)
    packPanels(assembly, code, panel, [from, to], depth, count)
    advance(code, from, count * size * panel.across)
    advance(code, to, count * depth * panel.packed)
  }
}

/** Calls for a block's register tiles, those of a group of columns in a strip. */
const multiplyBlock = (assembly: Assembly, code: Code, product: Product, start: Strip, continues: boolean): void => {
  const { lanes, rows, depth, columns, left, right, target, packsLeft, packsRight } = product
  const rightAt = code.variable('i32', start.right)
  const targetColumn = code.variable('i32', start.target)
  for (const { size, count } of groupsOf(product, columns)) {
    const { packed } = rightPanel(product, size)
    repeat(code, count, () => {
      const leftAt = code.variable('i32', start.left)
      const targetAt = code.variable('i32', targetColumn)
      for (const { size: height, count: tiles } of tilesOf(product, rows, size)) {
        const tile = {
          lanes,
          rows: height,
          columns: size,
          left: packsLeft ? { row: lanes.bytes, column: height * lanes.bytes } : left,
          packedLeft: packsLeft,
          packedRight: packsRight,
          right: packsRight ? packed : right.row,
          target,
          continues,
        }
        multiply(assembly, code, tile, { ...start, left: leftAt, right: rightAt, target: targetAt }, tiles, depth)
        advance(code, leftAt, height * tiles * (packsLeft ? depth * lanes.bytes : left.row))
        advance(code, targetAt, height * tiles * target.row)
      }
      advance(code, rightAt, packsRight ? depth * packed : size * right.column)
      advance(code, targetColumn, size * target.column)
    })
  }
}
